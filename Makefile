# Thin: every target calls the one command, `guide`. `make` sets up what is missing first.
PYTHON ?= python3
GUIDE := .venv/bin/guide

.PHONY: all setup setup-test test serve bench clean

all: setup
	$(GUIDE) build

setup:
	@PYTHON=$(PYTHON) scripts/setup.sh

setup-test:
	@PYTHON=$(PYTHON) scripts/setup.sh test

test: setup-test
	.venv/bin/ruff check scripts tests
	.venv/bin/python -m pytest

serve: setup
	$(GUIDE) serve

bench: setup-test
	$(GUIDE) bench

clean:
	$(GUIDE) clean
