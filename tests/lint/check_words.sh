#!/bin/sh
# Calls that are banned, comments that are banned, goto that jumps elsewhere
# than forward to cleanup, and words that mean an unfinished place.
set -eu
. "$(dirname "$0")/common.sh"

# Of both lib and cli, whatever they are used for.
# They write where nobody counts, read numbers that nobody checks, keep a state
# that threads share, or ask a shell.
everywhere='sprintf vsprintf strcpy stpcpy strcat strncpy stpncpy strncat
wcscpy wcscat strtok strtok_r gets scanf fscanf sscanf vscanf vfscanf vsscanf
atoi atol atoll atof alloca strdupa strndupa tmpnam tempnam mktemp gmtime
localtime ctime asctime rand srand random system popen abort time'
# lib does not print, and keeps its hands off what belongs to the program.
lib_only='printf vprintf fprintf vfprintf puts putchar perror syslog setlocale
getenv setenv putenv secure_getenv signal exit'
# Processes are started in lib/formats/worker/process.c, which keeps what is
# the program's own out of them, and one that the user names in cli/pager.c.
processes='fork vfork sigaction _exit'
# Memory is asked for in lib/base/memory.c, which can fail on purpose, and in
# cli/memory.c, which may give up because a command may.
memory='malloc calloc realloc reallocarray free strdup strndup aligned_alloc
exit'

# The code of the C files below some folders, as "file:line:text".
code_of() {
    # shellcheck disable=SC2046
    awk -f "$lint_dir/strip.awk" /dev/null $(c_files "$@")
}

# find_calls WORDS: reads code_of, says where one of WORDS is called. A member
# of that name is another function, and so is a longer name.
find_calls() {
    awk -v words="$1" '
        BEGIN {
            gsub(/[ \n]+/, "|", words)
            pattern = "(" words ")[ \t]*[(]"
        }
        {
            split($0, part, ":")
            text = substr($0, length(part[1]) + length(part[2]) + 3)
            while (match(text, "(^|[^A-Za-z0-9_.>])" pattern)) {
                word = substr(text, RSTART, RLENGTH)
                gsub(/[^A-Za-z0-9_]/, "", word)
                print part[1] ":" part[2] ": " word "() is banned here"
                faults++
                text = substr(text, RSTART + RLENGTH)
            }
        }
        END { exit faults > 0 }'
}

# Only forward, only to cleanup; and C comments only.
find_jumps() {
    awk '
        function fail(what) {
            print part[1] ":" part[2] ": " what
            faults++
        }
        {
            split($0, part, ":")
            text = substr($0, length(part[1]) + length(part[2]) + 3)
            if (part[1] != file || text ~ /^}/) {
                file = part[1]
                passed = 0
            }
            if (text ~ /\/\//)
                fail("a // comment")
            if (text ~ /^[ \t]*cleanup:/)
                passed = 1
            if (text ~ /(^|[^A-Za-z0-9_])goto[ \t]/) {
                if (text !~ /goto[ \t]+cleanup;/)
                    fail("goto elsewhere than to cleanup")
                else if (passed)
                    fail("goto backwards")
            }
        }
        END { exit faults > 0 }'
}

# find_text PATTERN WHAT FOLDERS: in every text, comments too. The patterns
# are spelled so that they do not find themselves.
find_text() {
    pattern=$1
    what=$2
    shift 2
    said=$(grep -rnIE --exclude-dir=corpus "$pattern" "$@" 2>/dev/null || :)
    if [ -n "$said" ]; then
        printf "%s\n" "$said" | sed "s|^\([^:]*:[0-9]*\):|\1: $what: |"
        return 1
    fi
}

check() {
    cd "$1"
    faults=0
    code_of lib cli | find_calls "$everywhere" || faults=1
    code_of lib | find_calls "$lib_only" || faults=1
    code_of lib cli |
        grep -vE '^(lib/formats/worker/process|cli/(memory|pager|signals))\.c:' |
        find_calls "$processes" || faults=1
    code_of lib cli | grep -vE '^(lib/base|cli)/memory\.c:' |
        find_calls "$memory" || faults=1
    code_of include lib cli tests bench | find_jumps || faults=1
    find_text '(TO[D]O|FIX[M]E|X[X]X)([^A-Za-z]|$)' 'unfinished' \
        include lib cli tests bench || faults=1
    find_text 'NOLIN[T]|cppcheck-suppres[s]|clang-format of[f]' \
        'a silenced check' include lib cli tests bench || faults=1
    find_text '/wor[k]/|[.]librar[y]/|shared/(design|tools|hooks|corpor[a])' \
        'a name of one workplace' \
        CMakeLists.txt CMakePresets.json README.md \
        include lib cli tests bench data || faults=1
    return $faults
}

self_test() {
    expect_fault lib/base/bad.c 'bad.c:3: sprintf() is banned' <<'END'
/* sprintf(here is fine) */
static const char *text = "strcpy(here too)";
void f(char *to) { sprintf(to, "%d", 1); }
END
    expect_fault lib/text/bad.c 'bad.c:1: free() is banned' <<'END'
void f(char *a) { nx_free(a); free (a); }
END
    expect_fault cli/bad.c 'atoi() is banned' <<'END'
int f(char *a) { return atoi(a); }
END
    # Each of the words, one a line.
    # shellcheck disable=SC2086
    printf 'int a = %s(b);\n' $everywhere |
        expect_fault lib/query/bad.c 'bad.c:1: sprintf() is banned'
    for word in $everywhere; do
        if ! grep -q ": $word() is banned" said; then
            echo "not found: $word()"
            exit 1
        fi
    done
    expect_fault lib/api/bad.c 'getenv() is banned' <<'END'
char *f(void) { return getenv("HOME"); }
END
    expect_fault lib/api/bad.c 'bad.c:5: goto backwards' <<'END'
int f(int a)
{
cleanup:
    if (a > 1)
        goto cleanup;
    return a;
}
END
    expect_fault lib/api/bad.c 'goto elsewhere' <<'END'
int f(int a) { goto out; out: return a; }
END
    expect_fault cli/bad.c 'a // comment' <<'END'
int a; // here
END
    printf '/* TO%s: write this */\n' DO |
        expect_fault tests/unit/test_bad.c 'test_bad.c:1: unfinished'
    printf '/* NOL%s */\n' INT | expect_fault lib/api/bad.c 'a silenced check'
    printf '/* see /wo%s/x */\n' rk |
        expect_fault lib/api/bad.c 'a name of one workplace'
    expect_clean lib/base/memory.c <<'END'
void *f(size_t length) { return malloc(length); }
END
    expect_clean cli/good.c <<'END'
/* http://example.org, printf() and sprintf() */
int f(struct s *a)
{
    int status = a->free(a) + nx_time() + snprintf(a, 1, "// %s", "exit(1)");
    if (status < 0)
        goto cleanup;
    printf("%d\n", status);
cleanup:
    return status;
}
END
}

run_check "$@"
