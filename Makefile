# Everything that a person or CI does with this project. `make help` lists it.

# The first Python that is new enough; a machine often has several.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; exit; }; \
	done; echo python3)
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run setup test test-long lint format messages bench lock runtime

##@ Use
run: runtime ## Start the portal with its worker on http://127.0.0.1:8000 (PORTAL_PORT=8000)
	@exec $(BIN)/python -m portal run --with-parent

##@ Develop
setup: ## Make .venv with everything that development needs
	@$(PYTHON) tools/make_venv.py requirements-dev.txt requirements.txt

test: setup ## Run the whole test suite (ARGS="-k name" narrows it)
	@$(BIN)/pytest $(ARGS)

test-long: setup ## Run the suite with many more rounds and with fuzzing
	@$(BIN)/pytest --long $(ARGS)

lint: setup ## Check style, types, the direction of imports and the templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@if [ -d templates ]; then $(BIN)/djlint --quiet --check --lint templates; fi

format: setup ## Rewrite the code the way `make lint` wants it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@if [ -d templates ]; then $(BIN)/djlint --quiet --reformat templates; fi

messages: setup ## Bring the English catalogue in line with the strings of the code
	@$(BIN)/python -m tools.messages

bench: runtime ## Measure the diagnosis against its targets (ARGS=--write renews docs/performance.md)
	@$(BIN)/python -m bench $(ARGS)

lock: setup ## Resolve requirements*.in again into the hashed locks
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" bench/requirements-peers.in -o bench/requirements-peers.txt

##@ Help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

runtime:
	@$(PYTHON) tools/make_venv.py requirements.txt
