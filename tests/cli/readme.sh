# The session that README.md shows is what newsq does in a terminal.
. "$(dirname "$0")/_session.sh"
command -v script > /dev/null || skip "script (bsdutils) is not installed"
[ "$HAVE_JSON" = 1 ] || skip "newsq was built without JSON"

cp -r "$SOURCE_DIR/data/articles" articles
cp "$SOURCE_DIR/data/articles.jsonl" wire.jsonl
# An empty file becomes the index, so that no path of this folder is shown.
: > .newsidx.db
mkdir -p bin
ln -sf "$NEWSQ" bin/newsq
PATH=$PWD/bin:$PATH
export PATH

# Blank lines are there to be read, and colours are not in a README.
plain() {
    settle | sed -e 's/\x1b\[[0-9;?]*[a-zA-Z]//g' -e 's/\x1b[=>]//g' \
        -e '/^ *$/d'
}

awk '$0 == "```" { inside = 0 } inside { print }
    $0 == "```console" { inside = 1 }' "$SOURCE_DIR/README.md" > session
if [ "$(grep -c '^\$ ' session)" -lt 5 ]; then
    echo "README.md: its session was not found"
    exit 1
fi
grep '^\$ ' session | while IFS= read -r line; do
    printf '%s\n' "$line"
    printf 'stty cols 80 rows 60 2>/dev/null\n%s\n' "${line#\$ }" > command.sh
    script -qec 'exec sh command.sh' /dev/null < /dev/null
done > screens
plain < session > expected
plain < screens > actual
diff -u expected actual
