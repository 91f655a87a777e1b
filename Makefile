# make demo: try it.  make test: run the tests.  make check: everything a commit must pass.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check lint types layers fmt gold month clean thorough bench bench-matching bench-pages bench-sync bench-bulk bench-unseen

help:
	@echo "make demo    set up, then run the whole walk on the first list against stand-in services"
	@echo "make test    set up, then run the tests"
	@echo "make check   lint, types, import rules and tests"
	@echo "make fmt     format the code"
	@echo "make gold    how the walk does on the labelled seed list, and every row that differs"
	@echo "make month   thirty days in the life of a list: what each day asks and writes"
	@echo "make bench   requests, speed and memory on 10,000 generated links"
	@echo "make bench-matching   how often a title is taken for the wrong work, or for none"
	@echo "make bench-unseen     precision and recall on made-up lists that it has not seen"
	@echo "make bench-pages      time and memory for a page and for a PDF"
	@echo "make bench-sync       planning and writing in a library of 50,000 items"
	@echo "make bench-bulk       a million links against local snapshots, an hour or more; QUICK=1: minutes"
	@echo "make thorough         the long tests: every crash moment, twice 50 kills, 10,000 interleavings"
	@echo "make clean   remove what the other words made"

$(VENV)/ready: requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "zotlist needs Python 3.11 or newer: try 'make PYTHON=python3.12 ...'"; exit 1; }
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/ready
	@$(BIN)/python -m tests.standin.demo

test: $(VENV)/ready
	@$(BIN)/python -m pytest

check: lint types layers test

lint: $(VENV)/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/ready
	@$(BIN)/pyright

layers: $(VENV)/ready
	@$(BIN)/lint-imports

fmt: $(VENV)/ready
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

gold: $(VENV)/ready
	@$(BIN)/python -m tests.gold.measure

month: $(VENV)/ready
	@$(BIN)/python -m pytest tests/flows/test_month.py --quiet --capture=no -k what_a_month_costs

bench: $(VENV)/ready
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.under_prefect

bench-matching: $(VENV)/ready
	@$(BIN)/python -m tests.bench.matching

bench-unseen: $(VENV)/ready
	@$(BIN)/python -m tests.bench.unseen

bench-pages: $(VENV)/ready
	@$(BIN)/python -m tests.bench.pages
	@$(BIN)/python -m tests.bench.pdfs

bench-sync: $(VENV)/ready
	@$(BIN)/python -m tests.bench.sync

bench-bulk: $(VENV)/ready
	@$(BIN)/python -m tests.bench.bulk $(if $(QUICK),,--full) --dask

thorough: $(VENV)/ready
	@ZOTLIST_TESTS=thorough $(BIN)/python -m pytest tests/outputs/zotero tests/flows/test_killed.py \
		tests/flows/test_killed_flow.py tests/flows/test_work_pool.py

clean:
	rm -rf $(VENV) .demo exports dist .pytest_cache .ruff_cache .hypothesis
