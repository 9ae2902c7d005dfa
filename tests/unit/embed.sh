#!/bin/sh
# embed.sh SOURCE_DIR CMAKE CC: lines that CMake or C could misread come out of
# lib/embed.cmake as they went in.
set -eu

{
    printf '# a comment\n\n'
    printf 'plain\r\n'
    printf 'semi;colon [bracket] %%s $x ${y} @z@\n'
    printf 'quote " back\\slash what??/\n'
    printf '\303\251cole0\n'
    printf 'one\ttwo \t \n'
    printf 'no newline at the end'
} > odd-list.txt
printf '%s\n' plain 'semi;colon [bracket] %s $x ${y} @z@' \
    'quote " back\slash what??/' "$(printf '\303\251cole0')" \
    "$(printf 'one\ttwo')" 'no newline at the end' > expected

"$2" -DKIND=lines -DOUTPUT=lines.inc "-DINPUTS=$PWD/odd-list.txt" \
    -P "$1/lib/embed.cmake"
"$2" -DKIND=pairs -DOUTPUT=pairs.inc \
    "-DINPUTS=$PWD/odd-list.txt;$PWD/odd-list.txt" -P "$1/lib/embed.cmake"
cat > print.c <<'END'
#include <stdio.h>
static const char *const lines[] = {
#include "lines.inc"
};
static const char *const pairs[][2] = {
#include "pairs.inc"
};
int main(void)
{
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        puts(lines[i]);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        printf("%s:%s\n", pairs[i][0], pairs[i][1]);
    return 0;
}
END
"$3" -std=c11 -Wall -Werror -trigraphs -o print print.c
./print > printed
{
    cat expected
    sed 's/^/odd-list:/' expected expected
} | diff - printed
