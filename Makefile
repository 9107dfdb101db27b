# Thin: a target calls the one command, `guide`, or what tests it. `make` sets up what is missing first.
PYTHON ?= python3
GUIDE := .venv/bin/guide

.PHONY: all setup setup-test test serve bench canary mutation clean

all: setup
	$(GUIDE) build

setup:
	@PYTHON=$(PYTHON) scripts/setup.sh

setup-test:
	@PYTHON=$(PYTHON) scripts/setup.sh test

test: setup-test
	.venv/bin/ruff check scripts tests
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

serve: setup
	$(GUIDE) serve

bench: setup-test
	$(GUIDE) bench

# Whether the pages survive a change of the site's engine. Allowed to fail.
canary: setup-test
	.venv/bin/python tests/canary.py

# Which changes of the code no test notices.
mutation: setup-test
	.venv/bin/python -m tests.mutation

clean:
	$(GUIDE) clean
