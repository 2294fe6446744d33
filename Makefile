# The verbs of the project. Python 3.11 or later, make and a package index are all they need.
.DEFAULT_GOAL := help
.PHONY: help serve test lint fix bench docs lock picture native

VENV := .venv
BIN := $(VENV)/bin
# The first Python that is new enough; `make PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Twice quiet: warnings about the index are none of ours; errors are still told.
INSTALL = $(PIP) install --quiet --quiet --require-hashes --only-binary :all: -r

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

serve: $(VENV)/.installed ## run the service with all it needs: database, model, worker, web
	@exec $(BIN)/onrecord serve

test: $(VENV)/.installed-dev ## run the tests; those of the embedded model need its file and some minutes
	@exec $(BIN)/python -m pytest $(TESTS)

lint: $(VENV)/.installed-dev ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pip --disable-pip-version-check check # hashes are held at installation; advisories need a network

fix: $(VENV)/.installed-dev ## mend what the linter can mend
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed ## measure against other tools; installs them into bench/.venv
	@$(MAKE) --no-print-directory -C bench venv PYTHON=$(abspath $(BIN)/python)
	@exec $(BIN)/python -m bench $(BENCH)

native: $(VENV)/.installed ## build the model server for this processor; needs cmake and a C++ compiler, nothing needs it
	@exec $(BIN)/onrecord model build

picture: $(VENV)/.installed-dev ## take the picture of the desk anew that the README shows
	@exec $(BIN)/python -m bench.picture

docs: $(VENV)/.installed-dev ## check that the documentation names every option, route and command
	@exec $(BIN)/python -m pytest -q tests/test_docs.py

lock: $(VENV)/.installed-dev ## write the requirements files anew from pyproject.toml
	@$(PIP) install --quiet --quiet --upgrade pip  # older ones overlook extras that are spelled with a dash
	@$(BIN)/python -m piptools compile $(LOCK) -o requirements.txt pyproject.toml
	@$(BIN)/python -m piptools compile $(LOCK) --extra dev -o requirements-dev.txt pyproject.toml
LOCK := --quiet --strip-extras --generate-hashes --allow-unsafe --build-deps-for=editable --annotation-style=line \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what requirements.txt names; once, for a minute or two"
	@$(INSTALL) requirements.txt
	@$(PIP) install --quiet --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what requirements-dev.txt names"
	@$(INSTALL) requirements-dev.txt
	@touch $@
