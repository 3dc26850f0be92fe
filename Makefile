# Every command a reader or a maintainer needs. `make` alone explains them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
READY := .venv/.ready
RUN := .venv/bin/python -m tutorial_utils

# Plain `LESSON=01` is what people type; an exercise id or a path works too.
LESSON ?=
LAB_FLAGS ?=
DIR ?= my-lessons

BOOK := book/_build/html/index.html

.PHONY: help lab test check book build bench lint lock clean

help: ## Show this list
	@echo "Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "The first command sets everything up in .venv (about 3 GB; see README.md)."

lab: $(READY) ## Open the lessons in JupyterLab (LAB_FLAGS=--no-browser: only say where)
	@test -f $(BOOK) || .venv/bin/python book/build.py > /dev/null || true
	@$(RUN) lab $(LAB_FLAGS) $(DIR)

book: $(READY) ## Build the book and print its address
	@.venv/bin/python book/build.py

check: $(READY) ## Check your exercises in a fresh kernel, say: make check LESSON=01
	@$(RUN) check $(LESSON)

test: $(READY) ## Run all that CI runs: lint, the tests, strict nbval on every lesson
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@$(RUN) dev check
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

build: $(READY) ## Compile lessons and solutions into solutions/compiled/ (for maintainers)
	@$(RUN) dev build

bench: $(READY) ## Measure the library against its floors, over 20 minutes (for maintainers)
	@.venv/bin/python -m tests.benchmarks

lint: $(READY) ## Format and lint the code (for maintainers)
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: $(READY) ## Pin every dependency again, with hashes (for maintainers; needs the network)
	@.venv/bin/uv pip compile pyproject.toml --extra course --extra book --extra test --extra dev \
	  --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock

clean: ## Remove what make made: .venv and caches. my-lessons/ stays
	@rm -rf .venv .digest.json .changed-by-a-check.json .hypothesis .ruff_cache book/_build book/lessons dist
	@find . -name __pycache__ -not -path './my-lessons/*' -prune -exec rm -rf {} +
	@echo "Removed .venv and caches. Your work in my-lessons/ is untouched."

# A Python is found by running candidates: one that is on the PATH may be a shim that fails.
$(READY): requirements.lock pyproject.toml
	@.ci/python tutorial_utils/course/machine/environment.py .venv
