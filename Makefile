# Every target sets up what it needs, asks nothing and can be run again at any time.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# Enough to run the portal, and everything.
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready
COMPILE = $(BIN)/python locales/catalogues.py compile
# One more than there are processors, because some tests wait.
WORKERS ?= $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# A process that may not keep what it compiled takes seconds to start, and tests start many.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

.PHONY: run
run: $(RUNS)  ## set up and start the demonstration; ARGS="--port 8001" changes the port
	@$(COMPILE)
	@exec $(BIN)/portal demo $(ARGS) < /dev/null

.PHONY: dev
dev: compile  ## start a small demonstration that begins anew whenever a file changes; ARGS as above
	@exec $(BIN)/portal demo --small --reload $(ARGS) < /dev/null

.PHONY: hooks
hooks:  ## have git run the quick checks before each commit
	git config core.hooksPath .ci/hooks

# Without MATRIX=full, PostgreSQL runs what a database decides; with it, every test on both.
.PHONY: test
test: compile  ## set up, find or install a browser, run every test; MATRIX=full as CI does; ARGS="-x"
	@browser="$$($(BIN)/python tests/install_browser.py < /dev/null)" && \
	CHROMIUM="$$browser" PORTAL_TEST_MATRIX=$(MATRIX) \
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup --no-loadscope-reorder $(ARGS) < /dev/null

.PHONY: one
one: compile  ## run one file or test at once: T=tests/store/test_disk.py; MATRIX=full on both databases
	@test -n "$(T)" || { echo 'Say which: make one T=tests/store/test_disk.py'; exit 1; }
	@PORTAL_TEST_MATRIX=$(MATRIX) $(BIN)/python -m pytest -q -p no:xdist $(T) $(ARGS) < /dev/null

# Every check runs and says its part, even after another has failed.
CHECKS := check-style check-types check-layers check-templates check-unused check-catalogues check-commits check-holes

.PHONY: check $(CHECKS)
check: compile  ## style, types, layers, templates, dead code, dependencies, catalogues, known holes
	@$(MAKE) --keep-going $(CHECKS) < /dev/null

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types:
	$(BIN)/mypy

check-layers:
	NO_COLOR=1 $(BIN)/lint-imports --no-logo

check-templates:
	$(BIN)/djlint templates --lint --quiet

check-unused:
	$(BIN)/vulture
	$(BIN)/deptry --no-ansi .

check-catalogues:
	$(BIN)/python locales/catalogues.py check

check-commits:
	@! grep -rnE '\.commit\(\)' portal --include='*.py' | grep -vE '^portal/(web/lanes|store/jobs)\.py:' \
		|| { echo 'A transaction is committed in web/lanes.py and store/jobs.py only.'; exit 1; }

check-holes:
	$(BIN)/python .ci/audit.py requirements.lock

.PHONY: bench
bench: compile  ## measure speed and size against a bare baseline; ARGS="weight" narrows
	@$(BIN)/python -m bench $(ARGS) < /dev/null

.PHONY: css
css:  ## compile the style sheets and mirror them (needs Node and npm)
	cd static/src && npm ci --no-audit --no-fund --ignore-scripts < /dev/null && npm run css < /dev/null

.PHONY: migration
migration: $(READY)  ## write the next revision of the tables from the models; m="what changes"
	@test -n "$(m)" || { echo 'Say what changes: make migration m="groups have an address"'; exit 1; }
	@$(BIN)/python -m portal.migrations "$(m)" < /dev/null
	@$(BIN)/ruff format --quiet portal/migrations/versions

.PHONY: catalogues
catalogues: $(READY)  ## extract the messages and bring every catalogue up to date
	@$(BIN)/python locales/catalogues.py extract
	@$(BIN)/python locales/catalogues.py update
	@$(COMPILE)
	@$(BIN)/python locales/catalogues.py stats

.PHONY: lock
lock: $(READY)  ## resolve the dependencies anew, with hashes, for every platform
	$(BIN)/uv pip compile --quiet --universal --upgrade --no-header --no-emit-index-url \
		--generate-hashes --group dev pyproject.toml -o requirements.lock

.PHONY: wheel
wheel: $(READY)  ## build the wheel and the source archive into dist/
	$(BIN)/python -m build --no-isolation < /dev/null

.PHONY: clean
clean:  ## remove everything that was built or downloaded; data in var/ stays
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache static/src/node_modules
	find portal tests locales .ci bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	rm -f locales/*/LC_MESSAGES/*.mo

.PHONY: compile
compile: $(READY)
	@$(COMPILE)

# A stamp is newer than what was installed, so a second run starts at once.
$(RUNS): requirements.lock pyproject.toml
	@.ci/setup $(VENV) run
	@touch $@

$(READY): requirements.lock pyproject.toml
	@.ci/setup $(VENV) all
	@touch $(RUNS) $@
