# make run: build the graph and open the explorer.   make test: everything that CI checks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test prove check format bench docs notebooks pictures lock clean

run: $(VENV)/installed
	$(BIN)/famk build
	$(BIN)/famk serve

test: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

check: $(VENV)/installed
	$(BIN)/famk check

format: $(VENV)/installed-for-tests
	$(BIN)/famk format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The proof of the horizon for every position in each show, and the tests that are too long for every day; an hour or two.
prove: $(VENV)/installed-for-tests
	FAMK_PROVE=1 $(BIN)/python -m pytest -n auto

bench: $(VENV)/installed-for-tests
	$(BIN)/python benchmarks/run.py

# The generated files: the code's vocabulary, the claim format's schema, the command and query references.
docs: $(VENV)/installed-for-tests
	$(BIN)/python scripts/generate_vocabulary.py
	$(BIN)/python scripts/generate_schema.py
	$(BIN)/python scripts/generate_reference.py

# Run the notebooks again and keep their tables and drawings; do so after a change of the data.
notebooks: $(VENV)/installed-for-tests
	$(BIN)/python scripts/sync_notebooks.py

# Take the README's pictures of the explorer again; needs Chromium.
pictures: $(VENV)/installed-for-tests
	$(BIN)/python scripts/take_pictures.py

# Pin the newest versions that pyproject.toml admits, with their hashes.
lock: $(VENV)/installed-for-tests
	$(BIN)/python scripts/lock.py

clean:
	rm -rf $(VENV) out build dist

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "famk-graph needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.lock
	touch $@
