#!/bin/sh
# sh bench/process.sh BUILD INDEX [QUERY] [RUNS]
#
# What a search costs as a whole process, beside the least that a process can do
# with the same file: the command sqlite3 reads one row of it. Both run by turns;
# the medians count.
set -eu

build=$1
index=$2
query=${3-truce minister}
runs=${4-51}

exec "$build/bench/bench_process" "$runs" \
    "$build/newsq" -d "$index" --- "$query" \
    -- sqlite3 "$index" 'select 1 from article limit 1'
