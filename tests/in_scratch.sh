#!/bin/sh
# in_scratch.sh FOLDER COMMAND...: run COMMAND in FOLDER, made new and empty.
# The folder stays, so that a failed test can be looked at.
set -eu

folder=$1
shift
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
exec "$@"
