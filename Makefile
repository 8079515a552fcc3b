# Every target sets up what it needs by itself; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo up test check bench faults docs openapi web lock clean
SHELL := /bin/sh

BIN := .venv/bin
RUN := .venv/.stamp-run
DEV := .venv/.stamp-dev
WEB := $(BIN)/python scripts/build_web.py

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

setup: $(DEV) ## Make .venv with the locked packages, test tools included

demo: $(RUN) ## Set everything up, import the bundled example orders, print the console's address and a login
	@$(WEB) build --optional
	@$(BIN)/siyu demo

up: $(RUN) ## Start Siyu with your own, empty data folder
	@$(WEB) build --optional
	@$(BIN)/siyu up

test: $(DEV) ## Run every test: console (vitest), server (pytest), browser where Chromium is installed
	@$(WEB) build
	@$(WEB) run budgets
	@$(WEB) run test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(DEV) ## Format, lint, types, import contracts, house rules, generated client; under a minute
	@$(BIN)/python -m tools.check

bench: $(DEV) ## Measure the figures of docs/performance.md here, each beside its reference
	@$(BIN)/python -m bench.run

faults: $(DEV) ## Kill processes at the worst moment and count what is left
	@$(BIN)/python -m pytest tests/faults -m faults

openapi: $(DEV) ## Write docs/openapi.json and the console's typed client from the code
	@$(BIN)/siyu openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	@$(WEB) run gen

docs: openapi ## Bring generated docs in step and check every link and command in the prose
	@$(BIN)/python -m pytest tests/house/test_docs.py -q

web: $(RUN) ## Build the console into src/siyu/static when its sources changed
	@$(WEB) build

lock: $(RUN) ## Write both requirement locks anew from pyproject.toml (make lock UPGRADE=1 moves the pins)
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove what the other targets made (never your data folder)
	rm -rf .venv .cache dist web/node_modules web/apps/*/dist src/siyu/static .ruff_cache .import_linter_cache .hypothesis
	find src tests tools scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(RUN): requirements.lock pyproject.toml scripts/bootstrap.sh
	@scripts/bootstrap.sh run

$(DEV): requirements-dev.lock pyproject.toml scripts/bootstrap.sh
	@scripts/bootstrap.sh dev
