#!/bin/sh
# A function has at most 70 lines and a complexity of 20, a file 800 lines, a
# line 80 columns. There is no list of exceptions.
set -eu
. "$(dirname "$0")/common.sh"

check() {
    need_tool pmccabe
    cd "$1"
    # shellcheck disable=SC2046
    set -- $(c_files include lib cli tests bench)
    faults=0
    awk '
        function fail(what) {
            print FILENAME ":" FNR ": " what
            faults++
        }
        {
            # A letter of UTF-8 is one column: its other bytes do not count.
            gsub(/[\200-\277]/, "")
            if (length($0) > 80)
                fail("line of " length($0) " columns, at most 80")
            if (/\t/)
                fail("has a tab")
            if (/[ \r]$/)
                fail("ends in a blank")
        }
        FNR == 801 {
            fail("file of more than 800 lines")
        }
        END { exit faults > 0 }' /dev/null "$@" || faults=1
    # pmccabe: complexity (switch counts once), traditional, statements, first
    # line, lines, "file(line): function"
    pmccabe "$@" | awk '
        {
            place = $6
            sub(/\(/, ":", place)
            sub(/\):?$/, "", place)
            if ($5 > 70) {
                print place ": " $7 " has " $5 " lines, at most 70"
                faults++
            }
            if ($1 > 20) {
                print place ": " $7 " has complexity " $1 ", at most 20"
                faults++
            }
        }
        END { exit faults > 0 }' || faults=1
    return $faults
}

self_test() {
    need_tool pmccabe
    awk 'BEGIN { print "int f(int a)\n{"
                 for (i = 0; i < 68; i++) print "    a++;"
                 print "    return a;\n}" }' |
        expect_fault lib/base/bad.c 'f has 7. lines, at most 70'
    awk 'BEGIN { for (i = 0; i < 801; i++) print "extern int a;" }' |
        expect_fault lib/base/bad.c 'bad.c:801: file of more than 800'
    awk 'BEGIN { print "int f(int a)\n{"
                 for (i = 0; i < 21; i++) print "    if (a == " i ") a = 7;"
                 print "    return a;\n}" }' |
        expect_fault cli/bad.c 'bad.c:1: f has complexity 22, at most 20'
    awk 'BEGIN { printf "/*"; for (i = 0; i < 79; i++) printf "a"
                 print "*/" }' |
        expect_fault tests/unit/test_bad.c ':1: line of 83 columns'
    printf 'int a;\t\n' | expect_fault bench/bad.c 'bad.c:1: has a tab'
    awk 'BEGIN { print "/* \303\244\303\244\303\244\303\244 */"
                 print "int f(int a)\n{"
                 for (i = 0; i < 19; i++) print "    if (a == " i ") a = 7;"
                 print "    return a;\n}" }' | expect_clean lib/base/good.c
}

run_check "$@"
