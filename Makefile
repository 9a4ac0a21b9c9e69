# `make demo` and `make test` each start from a bare Python 3.11: they make .venv first.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# processes that run tests, each of which may start others
JOBS ?= 2

.PHONY: demo test check clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(VENV)/.installed  ## records of the example articles, on screen and in out/demo.jsonl
	$(BIN)/python examples/library_use.py
	$(BIN)/entitas extract examples/articles/city_hall.txt
	$(BIN)/entitas annotate examples/articles -o out/demo.jsonl
	$(BIN)/entitas evaluate records examples/gold.jsonl out/demo.jsonl

test: $(VENV)/.installed  ## lint, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(JOBS) --dist worksteal

clean:
	rm -rf $(VENV) out
