# The commands of this checkout, the same for people and for CI. Python packages come from wherever
# pip is configured to find them; once set up, everything here works without a network.

PYTHON := $(or $(PYTHON),$(firstword $(foreach name,\
	python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name)))))
DAY := 2017-10-31
TOOLS := build/venv/bin
SHIPPED := $(shell find src templates data/.schema ! -name '*.pyc' ! -name __pycache__) \
	data/tasks.yaml data/units.yaml pyproject.toml LICENSE README.md

export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH GKPLAN_DATA

.DELETE_ON_ERROR:
.PHONY: help demo setup test lint docs format clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1: \2/p' Makefile

demo: .venv/.demo ## install into .venv, list one unit's tasks, write a report
	@mkdir -p demo
	.venv/bin/gkplan list --unit 区财政局 --as-of $(DAY)
	.venv/bin/gkplan report --format html --as-of $(DAY) -o demo/report.html
	@echo
	@echo "The report: $(CURDIR)/demo/report.html (open it in a browser)"
	@echo "Counted to $(DAY), the middle of the plan: with today's date every dated task would be late."
	@echo "To go on: .venv/bin/gkplan --help"

setup: .venv/.dev ## install into .venv with everything that developing needs

test: lint build/venv/.wheel ## everything CI runs: lint, types, and the tests against the built wheel
	$(TOOLS)/coverage erase
	PATH="$(CURDIR)/$(TOOLS):$$PATH" GKPLAN_TESTS_THE_WHEEL=1 \
		$(TOOLS)/coverage run -m pytest -n auto --maxprocesses 4 --dist worksteal -rfEs
	$(TOOLS)/coverage combine --quiet
	$(TOOLS)/coverage report

lint: build/venv/.tools ## ruff and mypy
	$(TOOLS)/ruff check .
	$(TOOLS)/ruff format --check .
	$(TOOLS)/mypy

docs: .venv/.dev ## write anew what the documents take from the code
	.venv/bin/python tools/reference.py
	.venv/bin/python tools/gallery.py

format: build/venv/.tools ## mend what ruff can mend
	$(TOOLS)/ruff check --fix .
	$(TOOLS)/ruff format .

clean: ## remove what was made, the environments too
	rm -rf .venv build demo .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Two environments: .venv holds gkplan as it stands in src, for people; build/venv holds the wheel
# as it would be installed elsewhere, for the tests.

.venv/.demo: pyproject.toml | .venv/bin/python
	@echo "Installing gkplan into .venv (once) …"
	.venv/bin/python -m pip install --quiet --editable .
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	@echo "Installing gkplan and the developers' tools into .venv (once) …"
	.venv/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $@ .venv/.demo

build/venv/.tools: pyproject.toml | build/venv/bin/python
	@echo "Installing the developers' tools into build/venv (once) …"
	$(TOOLS)/python -m pip install --quiet '.[dev]'
	@touch $@

build/wheel/.built: $(SHIPPED) build/venv/.tools
	rm -rf build/wheel
	$(TOOLS)/python -m build --no-isolation --outdir build/wheel >build/wheel.log \
		|| { cat build/wheel.log; exit 1; }
	@touch $@

build/venv/.wheel: build/wheel/.built
	$(TOOLS)/python -m pip install --quiet --no-index --no-deps --force-reinstall build/wheel/*.whl
	@touch $@

%/bin/python:
	@test -n "$(PYTHON)" || { echo "gkplan needs Python 3.11 or later: make PYTHON=/path/to/it"; exit 1; }
	@$(PYTHON) -m venv --clear $* \
		|| { rm -f $@; echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
