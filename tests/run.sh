#!/bin/sh
# sh tests/run.sh
#
# The whole examination, from a fresh checkout: install what is missing, then
#
#     release    gcc, optimised, warnings are errors; every test, lint, install
#     asan       clang, address and undefined behaviour sanitizers; the tests
#                reach 96 % of the lines of lib/ and 88 % of the branches
#     core       without the options: SQLite, libstemmer, utf8proc
#
# and, only if it is named,
#
#     sqlite     with another SQLite inside: that of the folder
#                $NEWSIDX_SQLITE_AMALGAMATION, or a newer one by way of npm
#
# The last line counts: "N passed, N failed, N skipped". The exit status is 0
# if nothing failed. `sh tests/run.sh asan core` runs these stages only.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. cli/packages.sh

# The lists are words, so they are not quoted.
# shellcheck disable=SC2086
ensure_packages $packages_to_build $packages_to_test

jobs=$(nproc 2> /dev/null || echo 2)
if command -v ccache > /dev/null; then
    CMAKE_C_COMPILER_LAUNCHER=ccache
    export CMAKE_C_COMPILER_LAUNCHER
fi
lines_at_least=96
branches_at_least=88
passed=0
failed=0
skipped=0
seconds() {
    date +%s
}

# count PASSED FAILED SKIPPED
count() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
}

# attribute NAME FILE: of the first element of CTest's report that has it.
attribute() {
    sed -n "s/^.*[ 	]$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1
}

# build NAME CONFIGURE...: a build that fails counts as one failed test.
build() {
    name=$1
    shift
    echo "== $name: building"
    if quietly "$@" && quietly cmake --build "build/$name" -j "$jobs"; then
        return 0
    fi
    echo "== $name: does not build"
    count 0 1 0
    return 1
}

# run_tests NAME OPTIONS...: a run that leaves no report failed as a whole.
run_tests() {
    name=$1
    shift
    report=$root/build/$name/report.xml
    rm -f "$report"
    ctest --test-dir "build/$name" -j "$jobs" --output-on-failure \
        --no-tests=error --output-junit "$report" "$@" \
        > "build/$name/tests.log" 2>&1 ||
        grep -vE '^ +Start | Passed +[0-9.]+ sec$' "build/$name/tests.log" || :
    if [ ! -f "$report" ]; then
        echo "== $name: the tests did not run"
        count 0 1 0
        return 0
    fi
    all=$(attribute tests "$report")
    bad=$(attribute failures "$report")
    # What was skipped, and the reason if the test said one.
    left_out=$(attribute skipped "$report")
    if [ "$left_out" -gt 0 ]; then
        grep -hE '^[[:space:]]*skipped: ' "$report" | sort -u || :
    fi
    count $((all - bad - left_out)) "$bad" "$left_out"
    echo "== $name: $((all - bad - left_out)) passed, $bad failed," \
        "$left_out skipped, $(($(seconds) - started)) s"
}

stage_release() {
    build release cmake --preset release -DNEWSIDX_WERROR=ON \
        -DNEWSIDX_TESTS=ON -DNEWSIDX_BENCH=ON || return 0
    run_tests release
}

# How many lines and branches of lib/ the tests of that build reached: one test
# more. A program that was killed as it wrote its counts spoils only these.
count_reached() {
    llvm-profdata-14 merge -failure-mode=all -sparse \
        -o "$1/reached.profdata" "$1"/profiles/*.profraw 2> /dev/null || :
    if llvm-cov-14 export --format=lcov "$1/libnewsidx.so" \
        -instr-profile="$1/reached.profdata" > "$1/reached.info" &&
        awk -v lines_at_least=$lines_at_least \
            -v branches_at_least=$branches_at_least -v root="$root/" \
            -f tests/coverage.awk "$1/reached.info"; then
        count 1 0 0
    else
        count 0 1 0
    fi
}

stage_asan() {
    build asan env CC=clang-14 cmake --preset asan -DNEWSIDX_COVERAGE=ON ||
        return 0
    rm -rf build/asan/profiles
    run_tests asan -LE '^(lint|symbols|install)$'
    count_reached build/asan
}

stage_core() {
    build core cmake -S . -B build/core -G Ninja \
        -DCMAKE_BUILD_TYPE=RelWithDebInfo -DNEWSIDX_WERROR=ON \
        -DNEWSIDX_JSON=OFF -DNEWSIDX_FORMATS=OFF -DNEWSIDX_ZSTD=OFF \
        -DNEWSIDX_REPL=OFF -DNEWSIDX_BENCH=OFF || return 0
    run_tests core -LE '^(lint|oracle|peer|fuzz|fault|corrupt)$'
}

# find_amalgamation: where its sqlite3.c is, as $amalgamation. npm's package
# better-sqlite3 brings one along, and a minute has to do for it.
find_amalgamation() {
    amalgamation=${NEWSIDX_SQLITE_AMALGAMATION:-}
    if [ -n "$amalgamation" ]; then
        return 0
    fi
    why='npm is not installed'
    command -v npm > /dev/null || return 1
    why='npm could not get better-sqlite3 in a minute'
    mkdir -p build/better-sqlite3
    (
        cd build/better-sqlite3
        [ -f package/deps/sqlite3/sqlite3.c ] || {
            timeout 60 npm pack better-sqlite3 &&
                tar -xzf better-sqlite3-*.tgz package/deps/sqlite3
        }
    ) > build/better-sqlite3.log 2>&1 || return 1
    amalgamation=$root/build/better-sqlite3/package/deps/sqlite3
}

# What depends on SQLite.
stage_sqlite() {
    if ! find_amalgamation; then
        echo "skipped: NEWSIDX_SQLITE_AMALGAMATION is not set, and $why"
        count 0 0 1
        return 0
    fi
    build sqlite cmake -S . -B build/sqlite -G Ninja \
        -DCMAKE_BUILD_TYPE=RelWithDebInfo -DNEWSIDX_WERROR=ON \
        -DNEWSIDX_BENCH=OFF -DNEWSIDX_SQLITE_AMALGAMATION="$amalgamation" ||
        return 0
    build/sqlite/newsq version
    run_tests sqlite -R '^(api|compat|install|oracle|symbols)/|^unit/store/'
}

if [ $# -eq 0 ]; then
    set -- release asan core
fi
for stage in "$@"; do
    case $stage in
    release | asan | core | sqlite) ;;
    *)
        note "tests/run.sh: no stage is called $stage"
        exit 2
        ;;
    esac
    started=$(seconds)
    "stage_$stage"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
