#!/bin/sh
# sphinx.sh PROGRAM: let PROGRAM, which is test_sphinx, ask newsidx and Sphinx
# for the same. Sphinx runs in this folder, which it leaves nothing outside of,
# and ends with this script, or by itself after five minutes.
set -eu

program=$1
for tool in indexer searchd timeout; do
    if ! command -v $tool > /dev/null; then
        echo "skipped: $tool is not installed (sphinxsearch has Sphinx's)"
        exit 77
    fi
done

# write_configuration PORT: one source in two indexes. That of words counts
# words and nothing else; that of sentences also counts where those end.
write_configuration() {
    cat > sphinx.conf << END
source articles
{
    type = tsvpipe
    tsvpipe_command = cat '$PWD/articles.tsv'
    tsvpipe_field = headline
    tsvpipe_field = body
}
index words
{
    source = articles
    path = $PWD/words
    morphology = libstemmer_en
    index_exact_words = 1
    min_word_len = 1
    min_prefix_len = 2
    html_strip = 1
}
index sentences : words
{
    path = $PWD/sentences
    index_sp = 1
}
searchd
{
    listen = 127.0.0.1:$1:mysql41
    log = $PWD/searchd.log
    pid_file = $PWD/searchd.pid
    binlog_path =
    workers = threads
}
END
}

# Both run in the background, so that a signal is not kept waiting.
searchd=
asking=
stop() {
    for process in $asking $searchd; do
        kill "$process" 2> /dev/null || :
        wait "$process" 2> /dev/null || :
    done
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

rm -f peer.db peer.db-*
"$program" write
port=$("$program" port)
write_configuration "$port"
if ! indexer --config sphinx.conf --all > indexer.log 2>&1; then
    cat indexer.log
    exit 1
fi
timeout -k 5 300 searchd --nodetach --config sphinx.conf > searchd.out 2>&1 &
searchd=$!
"$program" ask "$port" &
asking=$!
status=0
wait "$asking" || status=$?
asking=
if [ $status -ne 0 ]; then
    tail -n 20 searchd.out
fi
exit $status
