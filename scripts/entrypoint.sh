#!/usr/bin/env bash
# Starts a container: puts the image's assets and fonts into the data volume, then the command.
set -euo pipefail
data=${KLA_DATA_DIR:-/data}
built=${KLA_BUILT_DIR:-/app/built}
for part in assets fonts; do
  ln -sfnT "$built/$part" "$data/$part"
done
exec "$@"
