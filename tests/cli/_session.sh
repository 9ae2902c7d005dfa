# Read first by each test of this folder.
#
# A test is a session: commands of newsq with what they printed. It is written
# to ./actual and compared with the .out file beside the test. When a change is
# meant, look at the difference and accept it:
#
#     ACCEPT=1 ctest --preset release -L cli
#
# ctest sets NEWSQ (the program), SOURCE_DIR, BUILD_DIR, HAVE_JSON (1: reads
# JSON Lines) and HAVE_EDITLINE (1: edits lines), and runs each test in an empty
# folder of its own. By hand: NEWSQ=build/release/newsq sh tests/cli/add.sh
#
#     t ARGUMENTS...            run newsq, record what it prints and exits with
#     terminal COLUMNS KEYS COMMAND...
#                               the same in a terminal where KEYS are typed
#     without_keys              drop keys, whose length differs with the folder,
#                               from what was recorded (for wrapped output)
#     note TEXT                 a line of explanation
#     make_articles             write ./articles, which most tests use
#     copy_samples              the sample articles instead, some of which are
#                               in articles.jsonl
#     finish                    compare; the last line of each test
set -u

test_file=$0
: "${NEWSQ:?is the program to test}"
: "${HAVE_JSON:=1}" "${HAVE_EDITLINE:=1}"
case $NEWSQ in
/*) ;;
*) NEWSQ=$PWD/$NEWSQ ;;
esac

# Nothing of the user's may show: neither index, history nor language.
HOME=$PWD/home
LC_ALL=C.UTF-8
TERM=xterm
export HOME LC_ALL TERM
unset NEWSQ_DB XDG_DATA_HOME XDG_STATE_HOME NO_COLOR COLUMNS
mkdir -p home
: > actual

skip() {
    echo "skipped: $1"
    exit 77
}

# What differs from run to run, or with the library's inner ways: folders,
# times, rates, scores, revisions, cursors.
settle() {
    tr -d '\r' | sed -e "s|$PWD|SCRATCH|g" \
        -e 's/[0-9][0-9.]* ms/N ms/g' \
        -e 's/ in [0-9:.]* s\{0,1\}\( ([^)]*)\)\{0,1\}$/ in N s/' \
        -e 's/"took_ms":[0-9.e+-]*/"took_ms":N/g' \
        -e 's/"score":[0-9.e+-]*/"score":N/g' \
        -e 's/"revision":[0-9]*/"revision":N/g' \
        -e 's/"next":"[^"]*"/"next":"N"/g'
}

note() {
    printf '\n# %s\n' "$*" >> actual
}

# Standard output, then standard error with "! ", then the status if not 0.
record() {
    status=$1
    settle < said >> actual
    settle < complained | sed 's/^/! /' >> actual
    if [ "$status" -ne 0 ]; then
        echo "(exit $status)" >> actual
    fi
}

t() {
    printf '$ newsq %s\n' "$*" >> actual
    "$NEWSQ" "$@" > said 2> complained
    record $?
}

# Escape sequences are shown as ^[; KEYS is a printf format.
terminal() {
    command -v script > /dev/null || skip "script (bsdutils) is not installed"
    columns=$1
    keys=$2
    shift 2
    printf '$ newsq %s    (terminal of %s columns)\n' "$*" "$columns" >> actual
    printf 'stty cols %s rows 24 2>/dev/null\nexec "$NEWSQ" %s\n' \
        "$columns" "$*" > command.sh
    export NEWSQ
    # shellcheck disable=SC2059
    (sleep 1; printf "$keys"; sleep 1) |
        script -qec 'exec sh command.sh' /dev/null > screen 2>&1
    status=$?
    sed 's/\x1b/^[/g' screen > said
    : > complained
    record "$status"
}

without_keys() {
    sed '/^key:/,/^id:/d' actual > plain
    mv plain actual
}

make_articles() {
    mkdir -p articles
    cat > articles/truce.txt <<'END'
Truce in the harbour dispute holds for a second day
By Maren Okafor
PORT ELDRE (NW) - The truce in the harbour dispute held for a second day on Tuesday, and dockers unloaded the first ships since the strike began, officials said.
"The parties agreed on a joint mediation board," port director Ilse Brandt said. "That board will meet until every point is settled."
The union said that it would watch the talks and call its members out again if the company broke its word.
END
    cat > articles/board.txt <<'END'
Mediation board named for the harbour
By Maren Okafor
PORT ELDRE (NW) - A board of three members was named on Wednesday for the mediation between dockers and the port of Eldre.
Its members are a retired judge, a former minister and a professor of labour law. A joint statement called them beyond doubt.
END
    cat > articles/storm.txt <<'END'
Storm closes mountain roads
By Piet Salas
VARNE (NW) - A storm closed eleven mountain roads on Monday, and a train stood in the snow above Varne for five hours.
No one was hurt. The railway said that talking to passengers had kept them calm.
END
}

copy_samples() {
    cp -r "$SOURCE_DIR/data/articles" "$SOURCE_DIR/data/articles.jsonl" .
}

finish() {
    expected=${test_file%.sh}.out
    if [ "${ACCEPT:-0}" = 1 ]; then
        cp actual "$expected"
        echo "accepted: $expected"
        exit 0
    fi
    if ! diff -u "$expected" actual; then
        echo "differs; ACCEPT=1 takes the new output"
        exit 1
    fi
    exit 0
}
