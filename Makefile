# Everything runs in a virtual environment of its own, made on first use. PYTHON names the interpreter to make it with;
# without it, the first of these that is Python 3.11 or later is taken.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: accuracy help setup demo test checks pytest long mutants-of-constants lint types layers docs wheel-check oldest bench bench-scale samples typeset readme clean

# The tests start many processes: what one has compiled serves the others, whatever the environment says.
export PYTHONDONTWRITEBYTECODE =

help:  ## say what there is to do
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /:/' | awk -F: '{ printf "make %-20s %s\n", $$1, $$2 }'

setup: $(READY)  ## make the virtual environment and install the project in it

# A broken environment is made anew: one whose interpreter has gone, or that an interruption left without pip.
$(READY): pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		python="$(PYTHON)"; \
		for try in $(PYTHONS); do \
			if [ -z "$$python" ] && $$try -c "$(NEW_ENOUGH)" 2>/dev/null; then python=$$try; fi; \
		done; \
		if [ -z "$$python" ] || ! $$python -c "$(NEW_ENOUGH)"; then \
			echo "Python 3.11 or later is needed. Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; \
		fi; \
		echo "making $(VENV) with $$python"; \
		$$python -m venv --clear $(VENV); \
	}
	@echo "installing into $(VENV)"
	@# A small part of it is imported, and compiled then. Where uv finds nothing, pip may: it has settings of its own.
	@$(PIP) install --quiet uv \
		&& $(BIN)/python -m uv pip install --quiet --python $(BIN)/python --editable ".[dev]" \
		|| $(PIP) install --quiet --no-compile --editable ".[dev]"
	@touch $(READY)

demo: $(READY)  ## extract the sample reports and show ten rows
	$(BIN)/findings extract corpus/samples --out outputs/demo
	@$(BIN)/python -m tests.demo outputs/demo

test: $(READY)  ## check style, types and layers, and meanwhile run every test
	@$(MAKE) --no-print-directory --jobs=2 checks pytest

checks: lint types layers

pytest: $(READY)
	$(BIN)/python -m pytest -n auto

long: $(READY)  ## run all of what the tests take a part of: every seed, every PDF, thousands of damaged files; hours
	FINDINGS_LONG=1 $(BIN)/python -m pytest -n auto
	$(BIN)/python -m tests.damaged_files --count 2000
	$(BIN)/python -m tests.sweep

lint: $(READY)  ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff check --quiet --preview --select PLW1514 .  # no file is opened in the encoding of the machine
	$(BIN)/ruff format --check .

types: $(READY)  ## check types
	$(BIN)/mypy

layers: $(READY)  ## check which module imports which
	$(BIN)/lint-imports

docs: $(READY)  ## build the documentation as pages in docs/_build/html
	$(BIN)/findings extract corpus/samples --out outputs/demo
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

mutants-of-constants: $(READY)  ## move every named number of the loaders by a quarter: which does no golden case see? hours
	$(BIN)/python -m tests.mutants_of_constants

wheel-check: $(READY)  ## build the package, install it alone in an empty environment, and run the demo there
	$(BIN)/python -m tests.wheel_check

oldest: $(READY)  ## the same with the lowest version of every library that pyproject.toml allows
	$(BIN)/python -m tests.wheel_check --oldest

accuracy: $(READY)  ## measure how well reports are read, and write it into docs/accuracy.md
	$(BIN)/findings extract corpus/samples --out outputs/demo
	$(BIN)/python -m tests.accuracy outputs/demo

bench: $(READY)  ## measure speed and memory as ratios, side by side in one run
	@$(BIN)/python -m tests.bench

bench-scale: $(READY)  ## measure how whole runs grow with the number of reports; SIZES=1000,10000 to go further
	@$(BIN)/python -m tests.bench.scale $(if $(SIZES),--sizes $(SIZES))

samples: $(READY)  ## write the sample reports and their gold in corpus/ anew
	$(BIN)/python -m tests.generator --out corpus/samples

typeset: $(READY)  ## write the PDFs that Chromium and LibreOffice set anew, where they are installed
	$(BIN)/python -m tests.engines.fixtures

readme: $(READY)  ## write the rows in README.md, and docs/packs.md, anew
	$(BIN)/findings extract corpus/samples --out outputs/demo
	$(BIN)/python -m tests.demo outputs/demo --readme
	$(BIN)/findings packs explain > docs/packs.md

clean:  ## remove what was made
	rm -rf $(VENV) build dist docs/_build outputs/demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
