# Every command of the project; `make help` lists them. Needs Python 3.11 or newer, git and make.

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# Wheels only: building one here would fetch build tools that no lock names.
LOCKED := --require-hashes --only-binary=:all:
# Four workers: many tests wait for a process to start. Each may start its own PostgreSQL. The files
# come in the order that tests/conftest.py gives them, not the ones with most tests first.
WORKERS := -n 4 --dist=loadfile --no-loadscope-reorder

# What has been compiled once is kept, whatever the machine says: programs and tests start often.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check simulate bench chaos soak format lock catalogs places program clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(RUNTIME) catalogs places ## everything on this machine, no token: ARGS="--port 8080 --no-browser"
	@$(BIN)/passerelle demo $(ARGS)

test: $(DEV) catalogs places ## every test: ARGS="-k routing"
	@$(BIN)/pytest $(WORKERS) $(ARGS)

# One line a step, its output only when it fails; the tests last, in their own words.
step = @printf '%-12s' '$(1)'; if said=$$({ $(2); } 2>&1); then echo ok; else echo failed; printf '%s\n' "$$said"; exit 1; fi

check: $(DEV) places ## what CI runs: format, lint, types, import rules, catalogs, migrations, tests
	$(call step,format,$(BIN)/ruff format --check .)
	$(call step,lint,$(BIN)/ruff check .)
	$(call step,types,$(BIN)/mypy)
	$(call step,imports,$(BIN)/lint-imports)
	$(call step,catalogs,$(BIN)/python -m locales.build && $(BIN)/python -m locales.check)
	$(call step,migrations,$(BIN)/python -m storage.check)
	@$(BIN)/pytest $(WORKERS) $(ARGS)

simulate: $(DEV) places ## eight weeks of organisations that do not answer: ARGS="--requests 200"
	@$(BIN)/python -m benchmarks.simulate $(ARGS)

bench: $(RUNTIME) catalogs places ## updates a CPU second beside bots of others: ARGS="--set closed --peers DIR"
	@$(BIN)/python -m benchmarks.yardstick $(ARGS)

chaos: $(DEV) catalogs places ## kill it under load, again and again: ARGS="--kills 50 --people 5000"
	@$(BIN)/python -W ignore -m benchmarks.chaos $(ARGS)

soak: $(DEV) catalogs places ## a constant load, does anything grow: ARGS="--minutes 60 --postgresql"
	@$(BIN)/python -W ignore -m benchmarks.soak $(ARGS)

format: $(DEV) ## put every file into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

catalogs: $(RUNTIME) ## build the message catalogs: .po to .mo
	@$(BIN)/python -m locales.build

UV ?= uv
compile = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url $(ARGS)

places: $(RUNTIME) ## read the place names of the world, once
	@$(BIN)/python -m casework.gazetteer.opening

program: catalogs places ## all that a service needs whose user can write nothing here
	@$(BIN)/python -m compileall -q bot casework conversations domain locales storage

lock: ## write requirements*.txt again from pyproject.toml: ARGS=--upgrade for newer versions
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv: install it, or name it with UV=PATH' >&2; exit 1; }
	@$(compile) pyproject.toml --group build --output-file requirements.txt
	@$(compile) pyproject.toml --all-extras --group build --group dev --constraints requirements.txt \
		--output-file requirements-dev.txt

clean: ## remove all that was built
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locales -name '*.mo' -exec rm -f {} +
	@rm -f casework/gazetteer/places.index

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo 'Installing what Passerelle needs into $(VENV) (once; a minute or so)' >&2
	@$(PIP) $(LOCKED) -r requirements.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo 'Installing the tools of development into $(VENV) (once; a minute or so)' >&2
	@$(PIP) $(LOCKED) -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
		python=; \
	done; \
	[ -n "$$python" ] || { \
		echo 'Passerelle needs Python 3.11 or newer: install it, or name it with PYTHON=PATH' >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { \
		echo "$$python has no venv: install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }; \
	"$$python" -m venv --clear $(VENV)
