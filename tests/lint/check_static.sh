#!/bin/sh
# cppcheck and clang-tidy find nothing. clang-tidy needs the build folder, for
# its compile_commands.json; .clang-tidy says which checks and why.
set -eu
. "$(dirname "$0")/common.sh"

run_cppcheck() {
    # normalCheckLevelMaxBranches and the like are notes about cppcheck
    # itself; a missing system header is none of our code's faults.
    cppcheck --quiet --std=c11 --language=c -j2 \
        --enable=warning,performance,portability --error-exitcode=1 \
        --suppress=missingIncludeSystem --suppress=checkersReport \
        --template='{file}:{line}: {message} [{id}]' \
        -Iinclude -Ilib -Itests/support -D__GNUC__ \
        -DNX_HAVE_JSON=1 -DNX_HAVE_FORMATS=1 -DNX_HAVE_ZSTD=1 \
        -DNEWSQ_HAVE_EDITLINE=1 "$@" 2>&1
}

# run_tidy BUILD FILES: one process a file, two at a time. The build may be
# gcc's, which has warnings that clang lacks, and clears variables in a way that
# clang 14 refuses.
run_tidy() {
    build=$1
    shift
    printf '%s\n' "$@" | xargs -n 1 -P 2 sh -c '
        said=$(clang-tidy-14 --quiet --warnings-as-errors="*" -p "$0" \
            --extra-arg=-Wno-unknown-warning-option \
            --extra-arg=-ftrivial-auto-var-init=uninitialized \
            "$1" 2>/dev/null) || {
            printf "%s\n" "$said"
            exit 1
        }' "$build"
}

check() {
    need_tool cppcheck
    need_tool clang-tidy-14
    cd "$1"
    faults=0
    # shellcheck disable=SC2046
    run_cppcheck $(c_files lib cli bench tests | grep '[.]c$') || faults=1
    if [ -n "$2" ] && [ -f "$2/compile_commands.json" ]; then
        # Files that this build leaves out have no command to check them by.
        # shellcheck disable=SC2046
        set -- "$2" $(c_files lib cli | grep '[.]c$' | while read -r file; do
            grep -q "/$file\"" "$2/compile_commands.json" && echo "$file"
        done)
        run_tidy "$@" || faults=1
    fi
    return $faults
}

self_test() {
    need_tool cppcheck
    need_tool clang-tidy-14
    expect_fault lib/base/bad.c 'bad.c:4: .*[[]arrayIndexOutOfBounds' <<'END'
int f(void)
{
    int a[3] = {1, 2, 3};
    return a[3];
}
END
    # The same samples by clang-tidy, which has a build folder to look in.
    cat > sample/lib/base/bad.c <<'END'
int f(int a);
int f(int a)
{
    const int *b = a > 2 ? &a : 0;
    return *b;
}
END
    cat > sample/compile_commands.json <<END
[{"directory": "$PWD/sample", "file": "lib/base/bad.c",
  "command": "cc -std=c11 -c lib/base/bad.c"}]
END
    if (cd sample && run_tidy "$PWD" lib/base/bad.c) > said; then
        echo "clang-tidy did not find the use of a null pointer"
        exit 1
    fi
    grep -q 'bad.c:5:' said || { cat said; exit 1; }
}

run_check "$@"
