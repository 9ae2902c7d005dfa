# The examples of newsq(1) run as they stand, one after the other.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip "newsq was built without JSON"
cp -r "$SOURCE_DIR/data/articles" home/articles
cp "$SOURCE_DIR/data/articles.jsonl" home/articles/wire.jsonl
mkdir -p bin
ln -sf "$NEWSQ" bin/newsq
PATH=$PWD/bin:$PATH
export PATH

# Out of roff: the lines of displays, with its names of quotes.
sed -n '/^\.Sh EXAMPLES/,/^\.Sh CAVEATS/{
    s/^\.Dl //
    s/\\(aq/'"'"'/g
    s/\\(dq/"/g
    /^newsq /p
}' "$SOURCE_DIR/cli/newsq.1" > lines
while IFS= read -r line; do
    printf '$ %s\n' "$line" >> actual
    # What is found is told of; that is enough of hits.
    sh -c "$line" > said 2> complained < /dev/null
    status=$?
    sed -n '/^newsq: [a-z]*:[0-9]/p' complained >> actual
    [ $status -le 1 ] || settle < complained >> actual
    echo "(exit $status)" >> actual
done < lines
[ -s flood.svg ] || echo 'flood.svg: not written' >> actual
finish
