"""The process in which the small language model runs, so that a hang, a crash or a cancel ends it and nothing else.

Started by `language_local`: `python -m storyboard.screenplay.language_child MODEL THREADS`. A question is a JSON line on standard
input, answers are JSON lines on standard output: `ready`, `heard` (pieces so far), `answer`, or `problem`. Ends with its input.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import IO, Any

_CONTEXT = 8_192
_TIGHT = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}  # blanks cost a small model half its time


def main(path: str, threads: int) -> None:
    """Load the model, then answer until the questions end."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the library prints is not an answer
    questions: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(os.fdopen(os.dup(0), encoding="utf-8"), questions), daemon=True).start()
    try:
        import xllamacpp
    except ImportError:
        _say(out, problem="NOT_INSTALLED", message="")
        return
    try:
        server = _load(xllamacpp, path, threads)
    except (RuntimeError, ValueError, OSError) as problem:
        _say(out, problem="NOT_LOADED", message=str(problem)[:300])
        return
    _say(out, ready=threads)
    while True:
        question = json.loads(questions.get())
        _answer(xllamacpp, server, question, out)


def _load(library: Any, path: str, threads: int) -> Any:
    params = library.CommonParams()
    params.model.path = path
    params.n_ctx = _CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.warmup = False
    params.verbosity = -1
    return library.Server(params)


def _answer(library: Any, server: Any, question: dict[str, Any], out: IO[str]) -> None:
    pieces: list[str] = []
    last: dict[str, Any] = {}

    def hear(told: Any) -> None:
        nonlocal last
        last = told if isinstance(told, dict) else json.loads(told)
        for choice in last.get("choices", ()):
            pieces.append(choice["delta"].get("content") or "")
        _say(out, heard=len(pieces))

    body = {
        "messages": [
            {"role": "system", "content": question["instructions"]},
            {"role": "user", "content": question["question"]},
        ],
        "grammar": library.json_schema_to_grammar({**question["schema"], "x-guidance": _TIGHT}),
        "temperature": 0,
        "seed": 1,
        "repeat_penalty": 1.15,  # without it a small model says the same of every beat
        "max_tokens": question["tokens"],
        "stream": True,
        "cache_prompt": True,
    }
    server.handle_chat_completions(json.dumps(body), hear)
    if "error" in last:
        _say(out, problem="NO_ANSWER", message=str(last["error"].get("message", last["error"]))[:300])
    else:
        _say(out, answer="".join(pieces), timings=last.get("timings", {}))


def _listen(questions: IO[str], into: queue.Queue[str]) -> None:
    """A process that nobody listens to any more ends at once, whatever the model is doing."""
    for line in questions:
        into.put(line)
    os._exit(0)


def _say(out: IO[str], **what: Any) -> None:
    out.write(json.dumps(what) + "\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
