# Two commands: `make figures` rebuilds every figure, `make test` runs every test; and
# `make reproduce` rebuilds in a scratch folder and names whatever drifted. All make their own environment from an exact lock file.

PYTHON ?= python3
ENV    ?= .venv
LOWEST ?= .venv-lowest
PIP     = install --quiet --disable-pip-version-check

.PHONY: figures reproduce test test-slow test-lowest lint docs check-tables lock clean

figures: $(ENV)/.figures
	$(ENV)/bin/python -m experiments

reproduce: $(ENV)/.figures
	$(ENV)/bin/python -m experiments.reproduce

test: $(ENV)/.test
	$(ENV)/bin/python -m pytest --numprocesses auto --dist loadfile

test-slow: $(ENV)/.test
	$(ENV)/bin/python -m pytest -m slow

test-lowest: $(LOWEST)/.test
	$(LOWEST)/bin/python -m pytest --numprocesses auto --dist loadfile

lint: $(ENV)/.test
	$(ENV)/bin/python -m flake8 textmine experiments tests benchmarks docs
	$(ENV)/bin/python -m isort --check --quiet textmine experiments tests benchmarks docs
	$(ENV)/bin/python -m mypy

# The guide as web pages, in build/docs; every block of it is run by make test.
docs: $(ENV)/.test
	$(ENV)/bin/python -m sphinx -W --keep-going -q docs build/docs

# Compares figures/ with a copy made before the rebuild: make check-tables COMMITTED=folder
check-tables: $(ENV)/.figures
	$(ENV)/bin/python -m experiments.check_tables $(COMMITTED) figures

$(ENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "textmine needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(ENV)

$(ENV)/.figures: requirements.lock setup.cfg | $(ENV)/bin/python
	$(ENV)/bin/python -m pip $(PIP) --require-hashes -r requirements.lock
	$(ENV)/bin/python -m pip $(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(ENV)/.test: requirements-test.lock $(ENV)/.figures
	$(ENV)/bin/python -m pip $(PIP) --require-hashes -r requirements-test.lock
	touch $@

$(LOWEST)/.test: requirements-lowest.lock setup.cfg
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip $(PIP) --require-hashes -r requirements-lowest.lock
	$(LOWEST)/bin/python -m pip $(PIP) --no-deps --no-build-isolation --editable .
	touch $@

# Writes the lock files anew from setup.cfg; needs uv.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
       --no-emit-index-url --no-emit-find-links
lock:
	$(LOCK) setup.cfg build-tools.in -o requirements.lock
	$(LOCK) setup.cfg build-tools.in --extra test --extra lint --extra docs -c requirements.lock -o requirements-test.lock
	$(LOCK) setup.cfg build-tools.in --extra test --resolution lowest-direct -o requirements-lowest.lock

clean:
	rm -rf $(ENV) $(LOWEST) build
