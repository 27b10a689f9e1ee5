# Every target does its own set-up. Works with GNU make 3.81 (macOS) and newer.

VENV := .venv
export PYTHON3
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
NODE_MODULES := node_modules/.installed

# Programs of the virtual environment (a fetched node among them) go first.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: help run test lint format bench quality browser clean

help:
	@echo "make run     start the server with the example city on http://127.0.0.1:8787"
	@echo "make test    run every test, a real browser included"
	@echo "make lint    check format, style and types of Python and JavaScript"
	@echo "make format  bring the Python files into the project's format"
	@echo "make bench   measure speed, memory and size, and print the table"
	@echo "make quality  measure the findings on the open sets beside the checkout"
	@echo "make clean   remove everything these targets made (your policy store in .secondreading/ stays)"

run: $(INSTALLED)
	@$(VENV)/bin/secondreading serve

test: $(INSTALLED_DEV) $(NODE_MODULES) browser
	@$(PYTHON) -m pytest $(PYTEST_ARGS)

lint: $(INSTALLED_DEV) $(NODE_MODULES)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@if [ -e $(NODE_MODULES) ]; then npm run --silent lint; fi

format: $(INSTALLED_DEV)
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

bench: $(INSTALLED_DEV)
	@$(PYTHON) -m tests.bench

quality: $(INSTALLED_DEV)
	@$(PYTHON) -m tests.quality

browser: $(INSTALLED_DEV)
	@.ci/prepare-browser $(VENV)

$(INSTALLED): pyproject.toml .ci/prepare-python
	@.ci/prepare-python $(VENV)
	@echo "Installing Second Reading into $(VENV) (about a minute the first time)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml .ci/prepare-python
	@.ci/prepare-python $(VENV)
	@echo "Installing Second Reading and its test tools into $(VENV) (about a minute the first time)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $(INSTALLED) $@

$(NODE_MODULES): package.json package-lock.json $(INSTALLED_DEV)
	@.ci/prepare-node $(VENV)

clean:
	rm -rf $(VENV) node_modules dist build test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
