# The project's few commands; README.md tells what each is for.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.PHONY: demo test lint bench pins

AREAS ?= data/balikpapan_kelurahan.csv
KOTA ?= 64.71
YEAR ?= 2026
SERVE ?= yes
PORT ?= 8000
PYTHON ?= python3

demo:
	PYTHON="$(PYTHON)" scripts/setup.sh demo
	.venv/bin/python scripts/demo.py --areas "$(AREAS)" --kota "$(KOTA)" --year "$(YEAR)" --serve "$(SERVE)" --port "$(PORT)"

test:
	PYTHON="$(PYTHON)" scripts/setup.sh test
	.venv/bin/python scripts/run_tests.py

lint:
	PYTHON="$(PYTHON)" scripts/setup.sh lint
	scripts/lint.sh

bench:
	PYTHON="$(PYTHON)" scripts/setup.sh test
	.venv/bin/python -m tests.bench

pins:
	.venv/bin/pip-compile -q --strip-extras --no-emit-find-links --no-emit-index-url -o requirements.txt requirements.in
	.venv/bin/pip-compile -q --strip-extras --no-emit-find-links --no-emit-index-url --allow-unsafe -o requirements-dev.txt requirements-dev.in
