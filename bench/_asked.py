"""What the answers cost that a board asks for, in CPU time of the server's own code: python -m bench._asked <project id>."""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

TIMES = 5
SIZE = 1024  # bytes in a KiB


def main(id_: str) -> None:
    """One line of JSON: title → [median CPU ms, KiB], measured in a process of its own, without server and network."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    import django

    django.setup()
    from django.test import Client

    from storyboard.models import Project, Shot
    from studio import asgi  # settles garbage and turns as the server does
    from studio.owner import ensure_owner

    assert asgi.application is not None
    client = Client(headers={"host": "localhost"})
    client.force_login(ensure_owner())
    path = f"/api/projects/{id_}"
    shot = Shot.objects.filter(project_id=id_).order_by("rank")[1]
    follows = client.get(f"{path}/timelines").json()[0]["id"]
    some = f"scenes={shot.scene_id}"

    def edit() -> Any:
        base = Project.objects.values_list("revision", flat=True).get(pk=id_)
        changes = [{"kind": "shot", "id": str(shot.pk), "set": {"action": f"waits for {uuid.uuid4().hex}."}}]
        body = {"id": str(uuid.uuid4()), "base": base, "label": "bench", "changes": changes}
        return client.post(f"{path}/edits", json.dumps(body), content_type="application/json")

    asked: dict[str, Callable[[], Any]] = {
        "document": lambda: client.get(path),
        "panels of the film": lambda: client.get(f"{path}/panels"),
        "freshness of the film": lambda: client.get(f"{path}/staleness"),
        "builds": lambda: client.get(f"/api/builds?project={id_}&limit=600"),
        "timelines": lambda: client.get(f"{path}/timelines"),
        "reel": lambda: client.get(f"/api/timelines/{follows}/reel"),
        "edit of one shot": edit,
        "panels of a scene": lambda: client.get(f"{path}/panels?{some}"),
        "freshness of a scene": lambda: client.get(f"{path}/staleness?{some}"),
    }
    found = {title: _median(act) for title, act in asked.items()}
    print(json.dumps(found))


def _median(act: Callable[[], Any]) -> tuple[float, float]:
    took, size = [], 0
    for _ in range(TIMES):
        began = time.process_time()
        answer = act()
        took.append(time.process_time() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {answer.content[:400]!r}")
        size = len(answer.content)
    return sorted(took)[TIMES // 2] * 1000, size / SIZE


if __name__ == "__main__":
    main(sys.argv[1])
