# `make run` shows the platform with examples, `make test` checks everything.
PORT ?= 8000
DATA_DIR ?= var
PYTHON ?= python3
PY := .venv/bin/python
export PORT DATA_DIR

.PHONY: run check test test-scale bench catalogues

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

# what a machine can judge without running the platform
check: .venv/tested
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@.venv/bin/lint-imports --no-logo
	@$(PY) manage.py makemigrations --check --dry-run

# TESTS="tests/cities -k fact" runs a part
test: check
	@$(PY) -m tests.chromium
	@$(PY) manage.py compile_catalogues
	@$(PY) -m pytest -n 2 -m "not long" $(TESTS)

# the long faults, then deeds, rules and live threads on a private PostgreSQL and Redis;
# TESTS=--core repeats only servers and what a database decides
test-scale: .venv/tested
	@$(PY) manage.py compile_catalogues
	@$(PY) -m tests.scale $(TESTS)

# BENCH=--short takes about two minutes on a machine at rest
bench: .venv/tested
	@$(PY) manage.py compile_catalogues
	@$(PY) -m benchmarks $(BENCH)

# gather new texts for the translators (needs gettext), then make them readable to the server
catalogues: .venv/tested
	@$(PY) manage.py makemessages -l ru -l kk -l ky -l tg -l tk -l uz -l en --no-location --no-obsolete --ignore=.venv --ignore=var
	@$(PY) manage.py compile_catalogues
