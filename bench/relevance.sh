#!/bin/sh
# How good the order of hits is, on collections with judgements:
#
#     NEWSIDX_CORPORA=DIR sh bench/relevance.sh [BUILD_DIR] [COLLECTION...]
#
# DIR/relevance/NAME holds docs.jsonl, queries.tsv and qrels.txt. For each
# collection an index is made in a scratch folder, all its queries are run as
# plain words, any of which may match, and the run is scored.
set -eu

build=build/release
if [ $# -gt 0 ] && [ -x "$1/newsq" ]; then
    build=$1
    shift
fi
if [ -z "${NEWSIDX_CORPORA-}" ]; then
    echo "skipped: NEWSIDX_CORPORA is not set"
    exit 77
fi
for program in newsq bench/bench_score_run; do
    if [ ! -x "$build/$program" ]; then
        echo "$build/$program is not there: build it, or name the build folder"
        exit 2
    fi
done
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046
    set -- $(ls "$NEWSIDX_CORPORA/relevance")
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for name in "$@"; do
    folder=$NEWSIDX_CORPORA/relevance/$name
    db=$scratch/$name.db
    # A collection in another language than English says so in its name.
    case $name in
    *-de | *-es | *-fr | *-it | *-nl | *-pt | *-ru | *-sv) lang=${name##*-} ;;
    *) lang=en ;;
    esac
    if ! "$build/newsq" -d "$db" add --lang "$lang" "$folder/docs.jsonl" \
        > "$scratch/said" 2>&1; then
        echo "$name: not all of it could be loaded"
        cat "$scratch/said"
    fi
    "$build/newsq" -d "$db" batch --match any --depth 1000 --lang "$lang" \
        "$folder/queries.tsv" > "$scratch/run"
    "$build/bench/bench_score_run" "$name" "$folder/qrels.txt" "$scratch/run"
    rm -f "$db"*
done
