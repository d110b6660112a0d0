# Eén Plan. `make help` lists what there is.

# Debian's own, where it can make an environment: one that was built by hand is often a third slower.
PYTHON ?= $(if $(wildcard /usr/lib/python3.11/ensurepip),/usr/bin/python3.11,python3)
HOME_OF_EENPLAN := $(or $(EENPLAN_HOME),.local)
BIN := "$(HOME_OF_EENPLAN)/venv/bin"
WORKERS := $(shell nproc)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check audit format bench rules screenshots translations locks environment clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: ## The whole product on http://127.0.0.1:8000 with invented families (PORT=8001 for another port)
	@$(PYTHON) scripts/demo.py

test: ## Every test, on an empty private PostgreSQL (ARGS="-k clock" for some)
	@$(PYTHON) scripts/throwaway.py --browser -- pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: environment ## Format, lint, types, import contracts, templates, migrations, translations, lock files, secrets
	@$(BIN)/python scripts/check.py

audit: environment ## Known vulnerabilities of what we use, asked of the advisory services (needs the network)
	@$(BIN)/python scripts/audit.py

format: environment ## Put code and templates in the house style
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .
	@$(BIN)/djlint eenplan --reformat --quiet || true

bench: ## Time the main pages at 10,000 families (ARGS="--families 100000" for more)
	@$(PYTHON) scripts/throwaway.py --durable -- python -m tests.bench $(ARGS)

rules: ## Each of the 48 rules, with the tests that hold it or 'not yet'
	@$(PYTHON) scripts/rules.py

screenshots: ## Pictures of the main pages, into docs/
	@$(PYTHON) scripts/throwaway.py --demo-data --browser -- python scripts/screenshots.py $(ARGS)

translations: environment ## Bring eenplan/locale/*/LC_MESSAGES/django.po up to date with the texts
	@$(BIN)/python scripts/translations.py update

locks: environment ## Renew requirements/*.txt and package-lock.json from what we ask for
	@$(BIN)/python scripts/locks.py

environment:
	@$(PYTHON) scripts/environment.py dev

clean: ## Remove what was made here, with the data of the demo (as root those are in /var/lib/eenplan)
	@rm -rf "$(HOME_OF_EENPLAN)" .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
