#!/bin/sh
# check_static_names.sh SOURCE_DIR SHARED STATIC WITH_JSON
# The static library puts its names beside those of a whole program: each
# begins newsidx_ or nx_.
set -eu
LC_ALL=C
export LC_ALL

nm -g --defined-only "$3" 2>/dev/null | awk 'NF == 3 { print $3 }' |
    sort > names
if [ "$(wc -l < names)" -lt 40 ]; then
    echo "$3: only $(wc -l < names) names found in it"
    exit 1
fi
if grep -vE '^(newsidx|nx)_' names; then
    echo "$3: these names do not begin newsidx_ or nx_"
    exit 1
fi
