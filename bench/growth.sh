#!/bin/sh
# sh bench/growth.sh BUILD [ARGUMENT OF bench_search...]
#
# How the time of an OR grows with the index: made articles of some sixty words,
# 100,000 of them, four times and sixteen times as many, and the same headlines
# for all. SIZES names other sizes, the smallest first; WORK the folder. KEEP=1
# keeps the indexes, to be asked again with --reuse.
set -eu

build=$1
shift
sizes=${SIZES-100000 400000 1600000}
work=${WORK-bench-work}/growth

mkdir -p "$work"
rm -f "$work/growth.csv"
"$build/bench/bench_generate" queries 100 "${sizes%% *}" > "$work/queries.tsv"
for size in $sizes; do
    "$build/bench/bench_search" --short --count "$size" --work "$work/$size" \
        --queries "$work/queries.tsv" --tasks or --ids \
        --csv "$work/growth.csv" --label growth "$@"
    if [ -z "${KEEP-}" ]; then
        rm -r "${work:?}/$size"
    fi
done

# The columns are counted from the end: a machine's name may have commas.
awk -F, 'NR > 1 {
    engine = $(NF - 10)
    if (!(engine in order)) {
        names[++count] = engine
        order[engine] = count
    }
    times[engine] = times[engine] sprintf(" %10.3f", $(NF - 8))
    grown[engine] = engine in last \
        ? grown[engine] sprintf(" %6.2f", $(NF - 8) / last[engine]) : ""
    last[engine] = $(NF - 8)
}
END {
    print "\np50 of an OR in ms at each size, and how often the size before"
    for (i = 1; i <= count; i++)
        printf "  %-13s%s  %s\n", names[i], times[names[i]], grown[names[i]]
}' "$work/growth.csv"
