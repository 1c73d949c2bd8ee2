#!/usr/bin/env bash
# Everything that is checked without running the app.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff check .
$bin/ruff format --check .
$bin/djlint templates --lint --quiet
$bin/mypy
$bin/lint-imports
KLA_ENV=production SECRET_KEY=$(head -c 48 /dev/urandom | base64 -w0) ALLOWED_HOSTS=kla.example \
  PUBLIC_URL=https://kla.example $bin/python manage.py check --deploy --fail-level WARNING
$bin/python manage.py makemigrations --check --dry-run
