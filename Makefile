# The commands of this checkout, the same for people and for CI. Python packages come from wherever
# pip is configured to find them; once set up, everything here works without a network.

PYTHON := $(or $(PYTHON),$(firstword $(foreach name,\
	python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name)))))
DAY := 2017-10-31
VENV := build/$(if $(NEWEST),newest,venv)
TOOLS := $(VENV)/bin
SHIPPED := $(shell find src templates data/.schema ! -name '*.pyc' ! -name __pycache__) \
	data/tasks.yaml data/units.yaml pyproject.toml LICENSE README.md

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# For the packages and, under its two names, for what builds them; relative, since pip splits paths at
# blanks. With NEWEST=1 nothing is pinned.
ifndef NEWEST
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
endif
unexport PYTHONPATH GKPLAN_DATA

.DELETE_ON_ERROR:
.PHONY: help demo setup test long lint docs format pins dist smoke clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1: \2/p' Makefile

demo: .venv/.demo ## install into .venv, list one unit's tasks, write a report
	@mkdir -p demo
	.venv/bin/gkplan list --unit 区财政局 --as-of $(DAY)
	.venv/bin/gkplan report --format html --as-of $(DAY) -o demo/report.html
	@echo
	@echo "The report: $(CURDIR)/demo/report.html (open it in a browser)"
	@echo "Counted to $(DAY), the middle of the plan: with today's date every dated task would be late."
	@echo "To go on: .venv/bin/gkplan --help"

setup: .venv/.dev ## install into .venv with the tools for development

test: $(VENV)/.wheel ## everything CI runs; NEWEST=1 takes the newest versions instead of the pinned
	@$(MAKE) --no-print-directory --jobs=2 --output-sync lint smoke
	$(TOOLS)/coverage erase
	PATH="$(CURDIR)/$(TOOLS):$$PATH" GKPLAN_TESTS_THE_WHEEL=1 \
		$(TOOLS)/coverage run -m pytest -n auto --maxprocesses 4 --dist worksteal -rfEs \
		$(if $(NEWEST),--deselect tests/test_pins.py::test_what_is_installed_is_what_is_pinned)
	$(TOOLS)/coverage combine --quiet
	$(TOOLS)/coverage report

long: $(VENV)/.wheel ## twenty times as many random cases and kills as make test takes
	PATH="$(CURDIR)/$(TOOLS):$$PATH" GKPLAN_TESTS_THE_WHEEL=1 \
		$(TOOLS)/pytest -n auto --maxprocesses 4 --dist worksteal --long -m "long or hypothesis" -rf

lint: $(VENV)/.tools ## ruff and mypy
	$(TOOLS)/ruff check .
	$(TOOLS)/ruff format --check .
	$(TOOLS)/mypy

docs: .venv/.dev ## rewrite the parts of documents that derive from the code
	.venv/bin/python tools/reference.py
	.venv/bin/python tools/gallery.py

format: $(VENV)/.tools ## fix what ruff can fix
	$(TOOLS)/ruff check --fix .
	$(TOOLS)/ruff format .

pins: build/release/.tools ## pin the newest version of every package in constraints.txt
	build/release/bin/python tools/pins.py

dist: build/release/.tools build/wheel/.built ## dist/: wheel, zips for installing without a network, gkplan.pyz
	build/release/bin/python tools/release.py

smoke: build/here/.zip ## install the zip for this machine without a network, and use it
	$(TOOLS)/python tools/smoke.py build/here/*.zip

clean: ## remove what was made, the environments too
	rm -rf .venv build demo dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Two environments: .venv holds gkplan as it is in src, for people; build/venv holds the wheel
# as it is installed elsewhere, for the tests.

.venv/.demo: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing gkplan into .venv (once) …"
	.venv/bin/python -m pip install --quiet --editable .
	@touch $@

.venv/.dev: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing gkplan and the developers' tools into .venv (once) …"
	.venv/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $@ .venv/.demo

$(VENV)/.tools: pyproject.toml constraints.txt | $(TOOLS)/python
	@echo "Installing the developers' tools into $(VENV) (once) …"
	$(TOOLS)/python -m pip install --quiet $(if $(NEWEST),--upgrade --upgrade-strategy eager) '.[dev]'
	@touch $@

build/wheel/.built: $(SHIPPED) $(VENV)/.tools
	rm -rf build/wheel
	$(TOOLS)/python -m build --no-isolation --outdir build/wheel >build/wheel.log \
		|| { cat build/wheel.log; exit 1; }
	@touch $@

$(VENV)/.wheel: build/wheel/.built
	$(TOOLS)/python -m pip install --quiet --no-index --no-deps --force-reinstall build/wheel/*.whl
	@touch $@

build/here/.zip: build/wheel/.built constraints.txt tools/release.py
	$(TOOLS)/python tools/release.py --here build/here
	@touch $@

build/release/.tools: pyproject.toml | build/release/bin/python
	@echo "Installing the tools for releases into build/release (once) …"
	build/release/bin/python -m pip install --quiet '.[release]'
	@touch $@

%/bin/python:
	@test -n "$(PYTHON)" || { echo "gkplan needs Python 3.11 or later: make PYTHON=/path/to/it"; exit 1; }
	@$(PYTHON) -m venv --clear $* \
		|| { rm -f $@; echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
