#!/bin/sh
# replay.sh PROGRAM FOLDER: give every file of the corpus to a fuzz target.
set -eu

program=$1
corpus=$2
if [ -z "$(ls -A "$corpus" 2>/dev/null)" ]; then
    echo "$corpus: a fuzz target needs a corpus to start from" >&2
    exit 1
fi
# A file of the corpus may have any name, but none begins with a dash.
exec "$program" "$corpus"/*
