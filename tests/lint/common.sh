# Read by the checks of this folder. A check is called as
#
#     check_x.sh SOURCE_DIR [BUILD_DIR]    complain as file:line: what
#     check_x.sh --self-test               is the fault in a bad sample found?
#
# and defines check ROOT [BUILD_DIR] and self_test, then calls run_check "$@".
# Exit status: 0 all is well, 1 faults, 77 a tool is missing, so not checked.

LC_ALL=C
export LC_ALL

lint_dir=$(cd "$(dirname "$0")" && pwd)

# The C files of folders below the current one, one a line.
c_files() {
    find "$@" -type f \( -name '*.[ch]' -o -name '*.cpp' -o -name '*.cc' \) \
        2>/dev/null | sort
}

need_tool() {
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "skipped: $1 is not installed"
        exit 77
    fi
}

# expect_fault FILE PATTERN: writes standard input into a scratch tree, checks
# that the check fails there and that a line of what it says has PATTERN.
expect_fault() {
    rm -rf sample
    mkdir -p "sample/$(dirname "$1")" sample/lib
    cp -p "$lint_dir/../../lib/LAYERS" sample/lib/LAYERS
    cp -p "$lint_dir/../../.clang-format" sample/.clang-format
    cp -p "$lint_dir/../../.clang-tidy" sample/.clang-tidy
    cat > "sample/$1"
    if (check "$PWD/sample" "") > said 2>&1; then
        echo "not found: $2"
        cat "sample/$1"
        exit 1
    fi
    if ! grep -q "$2" said; then
        echo "found something, but not: $2"
        cat said
        exit 1
    fi
}

# expect_clean FILE: the same, but nothing may be found.
expect_clean() {
    rm -rf sample
    mkdir -p "sample/$(dirname "$1")" sample/lib
    cp -p "$lint_dir/../../lib/LAYERS" sample/lib/LAYERS
    cp -p "$lint_dir/../../.clang-format" sample/.clang-format
    cp -p "$lint_dir/../../.clang-tidy" sample/.clang-tidy
    cat > "sample/$1"
    if ! (check "$PWD/sample" "") > said 2>&1; then
        echo "found in a sample that is well:"
        cat said "sample/$1"
        exit 1
    fi
}

run_check() {
    if [ "${1-}" = --self-test ]; then
        scratch=$(mktemp -d)
        trap 'rm -rf "$scratch"' EXIT
        cd "$scratch"
        self_test
    else
        check "$1" "${2-}"
    fi
}
