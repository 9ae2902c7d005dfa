#!/bin/sh
# sh tests/campaign.sh NAME HOURS [SEED]
#
# The long form of a test: runs it for HOURS (a fraction may be given), and adds
# a line to tests/campaigns.csv with what it was, how long it ran and what came
# of it. The names are those of the table below, and fuzz/TARGET for any file
# fuzz/fuzz_TARGET.c. The exit status is 1 if there was a finding; what a fuzz
# target found, and the inputs it gathered, stay in build/campaigns/.
#
# The figures of README.md and SECURITY.md are from that file.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. cli/packages.sh

# name: preset, program. A program reads NEWSIDX_CAMPAIGN_SECONDS and
# NEWSIDX_CAMPAIGN_SEED, and its last line is "campaign: findings=N COUNTS".
campaigns='
readers: release concurrency_readers
writers: release concurrency_writers
backups: release concurrency_backups
threads: tsan concurrency_threads
flips: release corrupt_flips
repairs: release corrupt_repairs
damaged-files: asan corrupt_damaged
kills: release fault_kill
kill-points: release fault_kill_points
power-cuts: release fault_power_cuts
io-errors: asan fault_io_errors
memory: asan fault_memory
sqlite-memory: asan fault_sqlite_memory
compound: asan fault_compound
'

usage() {
    note "sh tests/campaign.sh NAME HOURS [SEED], where NAME is fuzz/TARGET or of"
    note "$campaigns"
    exit 2
}

[ $# -eq 2 ] || [ $# -eq 3 ] || usage
name=$1
seed=${3:-$(date +%s)}
seconds=$(awk -v hours="$2" 'BEGIN { printf "%d", hours * 3600 }')
[ "$seconds" -gt 0 ] || usage

# build PRESET TARGET: quick if there is nothing to do. Sanitizers are clang's,
# as in tests/run.sh.
build() {
    if [ ! -f "build/$1/build.ninja" ]; then
        case $1 in
        asan | tsan) quietly env CC=clang-14 cmake --preset "$1" ;;
        *) quietly cmake --preset "$1" ;;
        esac
    fi
    quietly cmake --build "build/$1" --target "$2"
}

# The commit, and whether anything but the results differs from it.
version() {
    git rev-parse --short HEAD | tr -d '\n'
    git diff --quiet HEAD -- ':!tests/campaigns.csv' || printf -- '-dirty'
}

# record FINDINGS COUNTS
record() {
    if [ ! -f tests/campaigns.csv ]; then
        echo 'date,version,campaign,seconds,seed,findings,counts' \
            > tests/campaigns.csv
    fi
    printf '%s,%s,%s,%s,%s,%s,"%s"\n' "$(date -u +%Y-%m-%d)" \
        "$(version)" "$name" "$seconds" "$seed" \
        "$1" "$2" | tee -a tests/campaigns.csv
    [ "$1" = 0 ]
}

# The sanitizers stop at what they find, so there is one finding or none. A
# hang is one: 25 seconds, as OSS-Fuzz has it, because a busy machine must not
# look like one; fuzz_slow is for what is merely slow.
fuzz() {
    target=fuzz_${name#fuzz/}
    corpus=tests/fuzz/corpus/${name#fuzz/}
    if [ ! -f "tests/fuzz/$target.c" ]; then
        usage
    fi
    build fuzz "$target"
    kept=build/campaigns/$name
    mkdir -p "$kept/inputs"
    dictionary=
    case $name in
    fuzz/query | fuzz/search | fuzz/slow)
        dictionary=-dict=tests/fuzz/query.dict
        ;;
    esac
    findings=0
    # There is a dictionary or there is none.
    # shellcheck disable=SC2086
    build/fuzz/tests/"$target" -max_total_time="$seconds" -seed="$seed" \
        -timeout=25 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="$kept/" \
        $dictionary "$kept/inputs" "$corpus" > "$kept/log" 2>&1 || findings=1
    counts=$(awk '/stat::number_of_executed_units/ { runs = $2 }
        / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        END { printf "%d runs, %d edges", runs, edges }' "$kept/log")
    record "$findings" "$counts"
}

# A program of the table.
run() {
    row=$(echo "$campaigns" | awk -v name="$name" '$1 == name ":"')
    [ -n "$row" ] || usage
    # A row is three words.
    # shellcheck disable=SC2086
    set -- $row
    preset=$2
    program=$3
    build "$preset" "$program"
    kept=$root/build/campaigns/$name
    mkdir -p "$kept"
    (
        cd "$kept"
        # What the sanitizer finds ends the program before its last line.
        TSAN_OPTIONS=halt_on_error=1 \
        NEWSIDX_CAMPAIGN_SECONDS=$seconds NEWSIDX_CAMPAIGN_SEED=$seed \
            sh "$root/tests/in_scratch.sh" "$kept/scratch" \
            "$root/build/$preset/tests/$program" > log 2>&1
    ) || :
    line=$(sed -n 's/^campaign: //p' "$kept/log" | tail -n 1)
    findings=$(echo "$line" | sed -n 's/^findings=\([0-9]*\) .*/\1/p')
    if [ -z "$findings" ]; then
        note "$name ended before its time; see $kept/log"
        exit 1
    fi
    record "$findings" "${line#* }"
}

case $name in
fuzz/*) fuzz ;;
*) run ;;
esac
