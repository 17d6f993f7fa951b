#!/bin/sh
# Pins every dependency by name, version and hash, for every platform, without naming any package index.
set -eu
options="--quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11"
uv pip compile $options --extra build pyproject.toml -o requirements.lock "$@"
uv pip compile $options --extra build --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock "$@"
