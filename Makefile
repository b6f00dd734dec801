# Two commands: `make run` shows the platform with examples, `make test` checks everything.
PORT ?= 8000
DATA_DIR ?= var
PYTHON ?= python3
PY := .venv/bin/python
export PORT DATA_DIR

.PHONY: run test test-scale bench check shots catalogues clean

run: .venv/installed
	@$(PY) manage.py compile_catalogues
	@$(PY) manage.py migrate -v0
	@$(PY) manage.py collectstatic --noinput -v0
	@$(PY) manage.py found_coalition --demo
	@$(PY) manage.py serve

.venv/installed: requirements.txt
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/tested: requirements-test.txt .venv/installed
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@
