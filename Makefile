# `make run` and `make test` do all the set-up themselves; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Some systems ship python3 without ensurepip: then pip from outside installs into the environment.
PIP = $(if $(wildcard $(BIN)/pip),$(BIN)/pip,$(PYTHON) -m pip --python $(BIN)/python)
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: run test test-full check lock messages schema help

run: $(VENV)/.run ## set up, load the data, publish edition 1 and serve on PORT (8000)
	@$(BIN)/hotline serve

test: $(VENV)/.test $(VENV)/.browser check ## everything that CI runs
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-full: $(VENV)/.test $(VENV)/.browser check ## the same with every repetition of the promises
	@HOTLINE_TEST_FULL=1 $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.test ## lint, types, layers, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/djlint templates --lint --quiet

lock: $(VENV)/.test ## resolve the newest allowed versions into the two lock files
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-strip-extras pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-strip-extras pyproject.toml --extra postgresql --group test --group check -c requirements.txt -o requirements-dev.txt

messages: $(VENV)/.test ## take new sentences into the catalogs
	@$(BIN)/python -m tests.catalogs

schema: $(VENV)/.test ## write the JSON Schema of the data files
	@$(BIN)/python -m hotline.services.schema > docs/data.schema.json

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --without-pip --clear $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(PIP) install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@$(PIP) install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.browser:
	@sh .ci/browser
	@touch $@
