# Two commands to know: make demo, make test. The environment is .venv in this directory.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help chaos demo test check fmt bench lock screenshots clean

help:
	@echo "make demo    a local Slack with a sample company that sells, rings and asks: open the page"
	@echo "make test    the whole test suite; says what was skipped and why"
	@echo "make check   ruff, mypy --strict, import-linter"
	@echo "make bench   the benchmarks (BENCH='NAME --quick' chooses)"
	@echo "make chaos   kill and freeze workers while Slack fails: is everything said once? (some minutes)"
	@echo "make fmt | lock | screenshots | clean"

demo: .venv/.run
	@exec $(BIN)/koploper demo $(DEMO)

test: .venv/.test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

check: .venv/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/.test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/.test
	@$(BIN)/python -m bench $(BENCH)

chaos: .venv/.test
	@$(BIN)/python -m tests.chaos $(CHAOS)

screenshots: .venv/.test
	$(BIN)/python scripts/screenshots.py

# Writes the two lock files from pyproject.toml: hashes, no index addresses. LOCK=--upgrade for newer.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url $(LOCK) pyproject.toml
lock: .venv/.lock
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra test --extra bench --output-file requirements-test.lock

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "Koploper needs Python 3.11 or newer; there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Koploper needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Could not make .venv; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

# The project itself is linked into the environment by a .pth file and its entry point, so that
# nothing outside the lock (a build backend) has to be fetched.
.venv/.run: requirements.lock scripts/link.py .venv/.made
	@echo "Installing what requirements.lock pins…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python scripts/link.py
	@touch $@

.venv/.test: requirements-test.lock scripts/link.py .venv/.made
	@echo "Installing what requirements-test.lock pins…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.lock
	@$(BIN)/python scripts/link.py
	@touch $@ .venv/.run

.venv/.lock: .venv/.made
	@$(BIN)/python -m pip install --quiet 'uv>=0.11'
	@touch $@
