"""Every knob of the studio, from the environment, once, with its default and its unit."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "studio.sqlite",
            "NAME": HOME / "studio.sqlite3",
            "OPTIONS": {
                "timeout": 20,  # how long a writer waits for another, in seconds
                "transaction_mode": "IMMEDIATE",  # a transaction that will write takes its place at once and cannot deadlock
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _secret(path: Path) -> str:
    """The key of a local instance: made once, kept beside its data, readable by its owner only."""
    if given := os.environ.get("FILMWRIGHT_SECRET_KEY"):
        return given
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # the first of two servers wins; the other reads its key
        except FileExistsError:
            pass
        made.unlink()
    return path.read_text().strip()


# Where everything that is not source lives: database, artifacts, checkpoints, scratch, tickets.
HOME = Path(os.environ.get("FILMWRIGHT_HOME", BASE_DIR / "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)

# A shared instance has accounts and a login; a local one logs its owner in on this machine.
SHARED = _flag("FILMWRIGHT_SHARED", False)
DEBUG = _flag("FILMWRIGHT_DEBUG", False)
SECRET_KEY = _secret(HOME / "secret.key")
ALLOWED_HOSTS = os.environ.get("FILMWRIGHT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [one for one in os.environ.get("FILMWRIGHT_ORIGINS", "").split(",") if one]

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis carries tickets and hints when there is one; without it a folder carries tickets and the database is followed.
REDIS_URL = os.environ.get("REDIS_URL", "")
TICKETS = HOME / "tickets"
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# Bytes by digest.
STORE = Path(os.environ.get("FILMWRIGHT_STORE", HOME / "store"))
SCRATCH = Path(os.environ.get("FILMWRIGHT_SCRATCH", HOME / "scratch"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": STORE}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
if os.environ.get("FILMWRIGHT_S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": os.environ["FILMWRIGHT_S3_BUCKET"],
            "endpoint_url": os.environ.get("FILMWRIGHT_S3_ENDPOINT") or None,
            "querystring_expire": 3600,  # seconds
            "file_overwrite": True,
        },
    }

# A lease lasts LEASE seconds and is renewed every RENEWAL; ATTEMPTS lost leases fail a node.
LEASE = int(os.environ.get("FILMWRIGHT_LEASE", "30"))
RENEWAL = float(os.environ.get("FILMWRIGHT_RENEWAL", "2"))
ATTEMPTS = 3
SWEEP = float(os.environ.get("FILMWRIGHT_SWEEP", "10"))  # seconds between sweeps
WORKERS = int(os.environ.get("FILMWRIGHT_WORKERS", str(min(4, os.cpu_count() or 1))))  # processes of the local worker
PATIENCE = int(os.environ.get("FILMWRIGHT_PATIENCE", "16"))  # so often a node may be passed over for a model that is loaded
# A worker takes tickets of the queue "urgent": it makes only what somebody at a screen is waiting for.
URGENT = _flag("FILMWRIGHT_URGENT", False)
QUOTA_BYTES = int(os.environ.get("FILMWRIGHT_QUOTA_BYTES", str(200 * 2**30)))  # of a new workspace
UPLOAD_BYTES = int(os.environ.get("FILMWRIGHT_UPLOAD_BYTES", str(8 * 2**30)))
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "ninja",
    "studio",
    "generation",
    "storyboard",
    "editing",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "studio.answers.JsonErrors",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studio.owner.LocalOwnerMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

FRONTEND = Path(os.environ.get("FILMWRIGHT_FRONTEND", BASE_DIR / "frontend" / "dist"))  # the built pages
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_ROOT = FRONTEND if FRONTEND.is_dir() else None
WHITENOISE_INDEX_FILE = False
APPEND_SLASH = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("FILMWRIGHT_HTTPS", False)
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("FILMWRIGHT_HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("FILMWRIGHT_LOG", "WARNING")},
}
