# Two commands do all the set-up: `make demo` runs the main job, `make test` runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := events ledger projections commands tests benchmarks
TOOLS := tests/browser/node_modules/.package-lock.json

.PHONY: demo test test-together test-forking test-all test-postgres tools check format lock faults bench man gallery clean

demo: $(VENV)/run.stamp ## build .venv, install, and play the real case into build/demo
	rm -rf build/demo
	$(BIN)/scrutiny demo build/demo

test: $(VENV)/dev.stamp ## run every test; of many cases that are alike, a seeded sample
# The processes that tests start keep no compiled modules, and would compile the program each time.
	$(BIN)/python -m compileall -q events ledger projections commands
	$(MAKE) --jobs=2 test-together test-forking

test-together: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile --ignore=tests/faults

# A process in which a PDF was written must not be forked. Most of this run is waiting, so it is beside the other.
test-forking: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q tests/faults

test-all: ## run every test on every case, as before a release
	TESTS=all $(MAKE) test

test-postgres: $(VENV)/dev.stamp ## run the tests with every ledger in a database of PostgreSQL
	TESTS_ENGINE=postgres $(BIN)/python -m pytest -n auto --dist loadfile $(SERVED)

tools: $(TOOLS) ## what npm brings to look at the published pages; without it those tests are skipped

check: $(VENV)/dev.stamp ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

lock: $(VENV)/dev.stamp ## renew the locks: newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade \
		--extra import --group build pyproject.toml --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade \
		--group build --group test --group check --group lock pyproject.toml --output-file requirements/dev.txt

# What is run so: all but what looks at no ledger on disk, or at pages that were made of one.
SERVED ?= tests/commands tests/events tests/ledger tests/model tests/projections

KILLS ?= 1000
IMAGES ?= 1000
IO ?= 1000
LEDGER ?= 20000
BUNDLE ?= 5000
HOSTILE ?= 400
TOGETHER ?= 200
CLOCKS ?= 600
INPUTS ?= 20000
FAILOVER ?= 50
HISTORIES ?= 1000

faults: $(VENV)/dev.stamp ## inject faults and print what they did: make faults KILLS=50 IMAGES=50 IO=50 …
	$(BIN)/python -m tests.faults --kills $(KILLS) --images $(IMAGES) --io $(IO) --ledger $(LEDGER) --bundle $(BUNDLE) \
		--hostile $(HOSTILE) --together $(TOGETHER) --clocks $(CLOCKS) --inputs $(INPUTS) --failover $(FAILOVER)
	$(BIN)/python -m tests.model $(HISTORIES)

SIZE ?= 100000

bench: $(VENV)/dev.stamp ## measure every speed target, and fail if one is missed: make bench SIZE=1000000
	$(BIN)/python -m benchmarks --size $(SIZE)

man: $(VENV)/dev.stamp ## write the manual pages of docs/man and the pages of help anew, from the commands
	$(BIN)/python -m tests.manual

gallery: $(VENV)/dev.stamp ## take the pictures of docs/publication.md anew; needs Debian's chromium
	$(BIN)/python -m tests.browser.gallery

clean:
	rm -rf $(VENV) build dist tests/browser/node_modules

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Scrutiny Ledger needs Python 3.11 or newer: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "This Python has no venv module; on Debian: apt install python3-venv"; exit 1; }

$(TOOLS): tests/browser/package-lock.json
	cd tests/browser && npm ci --silent
	@touch $@

$(VENV)/run.stamp: $(BIN)/python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
