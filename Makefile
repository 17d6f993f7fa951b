# make run   the app with the embedded database and the Kaltim demo, at http://localhost:8501
# make test  lint, types, import contracts and every test, PostGIS and Chromium included
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run setup setup-dev system test lint bench

run: setup
	$(BIN)/poa-geo run --demo

setup: $(VENV)/.runtime

setup-dev: $(VENV)/.dev

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

system:
	sh scripts/install-system-packages.sh

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: setup-dev system lint
	$(BIN)/pytest -n 2 --dist loadgroup

bench: setup-dev system
	$(BIN)/python -m scripts.bench
