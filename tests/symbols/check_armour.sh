#!/bin/sh
# check_armour.sh --self-test CC
# check_armour.sh NEWSQ SHARED STATIC ARMOUR
# What the compiler was asked to arm the code with is in what came of it. ARMOUR
# are the flags that it took, with blanks between them; what it lacks cannot be
# looked for, and zeroed variables and kept checks leave nothing to be seen.
set -eu
LC_ALL=C
export LC_ALL

faults=0

fault() {
    echo "$1: $2"
    faults=1
}

# has FLAG: did the compiler take it?
has() {
    case " $armour " in
    *" $1 "*) return 0 ;;
    esac
    return 1
}

# imports FILE PATTERN: does it take a function of such a name from elsewhere?
imports() {
    nm -D --undefined-only "$1" | grep -qE " $2(@|\$)"
}

# A program and a library, by what the loader is told.
check_loading() {
    readelf -dlW "$1" > loading
    if has -z,relro && ! grep -q 'GNU_RELRO' loading; then
        fault "$1" "its tables of addresses stay writable (no RELRO)"
    fi
    if has -z,now && ! grep -q 'FLAGS.*NOW' loading; then
        fault "$1" "its functions are bound as they are called (no NOW)"
    fi
    if has -z,noexecstack && ! grep -q 'GNU_STACK.* RW ' loading; then
        fault "$1" "its stack can be executed"
    fi
    if grep -qE 'LOAD.* RWE ' loading; then
        fault "$1" "a part of it is both writable and executable"
    fi
    if grep -q 'TEXTREL' loading; then
        fault "$1" "its code is changed as it is loaded (TEXTREL)"
    fi
    if [ "$2" = program ] && ! grep -q 'FLAGS_1.* PIE' loading; then
        fault "$1" "it is loaded at a fixed address (no PIE)"
    fi
}

# A program and a library, by their code.
check_code() {
    if has -fstack-protector-strong && ! imports "$1" '__stack_chk_fail'; then
        fault "$1" "no function has a guard on its stack"
    fi
    if has -D_FORTIFY_SOURCE && ! imports "$1" '__[a-z]*_chk'; then
        fault "$1" "no function of the C library is the checking one"
    fi
    # How this looks is known of one machine.
    if [ "$machine" != x86_64 ]; then
        return 0
    fi
    objdump -d --no-show-raw-insn "$1" > code
    # A page of the stack is touched before the next one is taken.
    if has -fstack-clash-protection &&
        ! grep -qE 'or[bq] +\$0x0,[-0-9a-fx]*\(%[re]?sp' code; then
        fault "$1" "a large frame of the stack is not probed"
    fi
}

# An archive, whose objects are ours alone: the C library's own, which a linked
# file has too, need not be marked.
check_objects() {
    readelf -nW "$1" > notes 2> /dev/null
    if has -fcf-protection=full && [ "$machine" = x86_64 ] && ! awk '
        /^File: / { objects++ }
        /IBT, SHSTK/ { marked++ }
        END { exit objects == 0 || marked != objects }' notes; then
        fault "$1" "an object is not marked for guarded jumps (IBT, SHSTK)"
    fi
}

check() {
    armour=$4
    machine=$(uname -m)
    for tool in readelf nm objdump; do
        if ! command -v $tool > /dev/null; then
            echo "skipped: $tool is not installed"
            exit 77
        fi
    done
    faults=0
    check_loading "$1" program
    check_loading "$2" library
    check_code "$1"
    check_code "$2"
    check_objects "$3"
    return $faults
}

# expect PATTERN: the check of the bad sample says so.
expect() {
    if ! grep -q "$1" said; then
        echo "not found in a sample without armour: $1"
        cat said
        exit 1
    fi
}

# A program and a library without any, of the same compiler, which are held
# against all flags.
self_test() {
    cat > bad.c <<'END'
#include <string.h>
int copy(char *to, const char *from, int count);
int copy(char *to, const char *from, int count)
{
    char large[20000];
    memcpy(large, from, (size_t)count);
    memcpy(to, large, sizeof large);
    return large[count] * count;
}
END
    echo 'int main(int c, char **v) { return c > 9 ? copy(*v, *v, c) : 0; }' |
        sed '1i int copy(char *to, const char *from, int count);' > main.c
    bare='-O2 -fno-stack-protector -U_FORTIFY_SOURCE'
    loose='-z execstack -z norelro -z lazy'
    # The lists are words.
    # shellcheck disable=SC2086
    "$1" $bare $loose -fno-pie -no-pie main.c bad.c -o bad
    # shellcheck disable=SC2086
    "$1" $bare $loose -fPIC -shared bad.c -o libbad.so
    # shellcheck disable=SC2086
    "$1" $bare -c bad.c -o bad.o
    ar rc libbad.a bad.o
    if (check bad libbad.so libbad.a "-z,relro -z,now -z,noexecstack \
-fstack-protector-strong -D_FORTIFY_SOURCE -fstack-clash-protection \
-fcf-protection=full") > said 2>&1; then
        echo "nothing found in a sample without armour"
        exit 1
    fi
    for file in bad libbad.so; do
        expect "$file: its tables of addresses stay writable"
        expect "$file: its functions are bound as they are called"
        expect "$file: its stack can be executed"
        expect "$file: no function has a guard"
        expect "$file: no function of the C library is the checking one"
    done
    expect 'bad: it is loaded at a fixed address'
    if [ "$(uname -m)" = x86_64 ]; then
        expect 'a large frame of the stack is not probed'
        expect 'libbad.a: an object is not marked'
    fi
}

if [ "$1" = --self-test ]; then
    self_test "$2"
else
    check "$@"
fi
