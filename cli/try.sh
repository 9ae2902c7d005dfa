#!/bin/sh
# sh cli/try.sh WORDS...
#
# From a fresh checkout to an answer: install what is missing, build newsq, put
# the sample articles of data/ into build/try.db, and search them for WORDS.
# All that newsq understands may be given, so `sh cli/try.sh help` works too.
# The exit status is newsq's; 69 if it could not be built.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/cli/packages.sh"

# The list is words, so it is not quoted.
# shellcheck disable=SC2086
ensure_packages $packages_to_build

build=$root/build/release
if [ ! -f "$build/build.ninja" ]; then
    note "configuring in build/release"
    quietly cmake -S "$root" --preset release -DNEWSIDX_TESTS=OFF \
        -DNEWSIDX_BENCH=OFF || exit $cannot_start
fi
if [ ! -x "$build/newsq" ]; then
    note "building newsq"
fi
quietly cmake --build "$build" --target newsq || exit $cannot_start

# What is there already is left alone by add, so this takes no time twice. An
# index that an older newsq made and this one refuses is made anew.
index=$root/build/try.db
add_samples() {
    set --
    for samples in "$root/data/articles" "$root/data/articles.jsonl"; do
        if [ -e "$samples" ]; then
            set -- "$@" "$samples"
        fi
    done
    "$build/newsq" -d "$index" add "$@" < /dev/null
}
if ! add_samples > /dev/null 2>&1; then
    rm -f "$index" "$index"-* "$index".*
    quietly add_samples || exit $cannot_start
fi

status=0
"$build/newsq" -d "$index" "$@" || status=$?
exit $status
