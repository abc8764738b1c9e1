# Everything runs in a virtual environment of its own, made on first use. PYTHON names the interpreter to make it with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test lint types layers check bench samples clean

help:  ## say what there is to do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY)  ## make the virtual environment and install the project in it

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $(READY)

demo: $(READY)  ## extract the sample reports and show ten rows
	$(BIN)/findings extract corpus/samples --out outputs/demo
	@$(BIN)/python -m tests.demo outputs/demo

test: $(READY) lint types layers  ## check style, types and layers, and run every test
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

check: test

bench: $(READY)  ## measure speed as ratios, side by side in one run
	$(BIN)/python -m tests.bench

samples: $(READY)  ## write the sample reports of corpus/ anew
	$(BIN)/python -m tests.generator --out corpus/samples

clean:  ## remove what was made
	rm -rf $(VENV) build dist outputs/demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
