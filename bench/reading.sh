#!/bin/sh
# sh bench/reading.sh BUILD
#
# How fast files become articles, MB/s of input, without an index: `newsq add -n`
# takes them apart and writes nothing. The best of three, in newsq's own process,
# through its worker and, of files, through two. The files are those of NEWSIDX_CORPORA: news pages,
# and NITF, NewsML-G2 and ninjs of agencies, each over and over. WORK names the
# folder for them.
set -eu

newsq=$1/newsq
work=${WORK-bench-work}/reading
corpora=${NEWSIDX_CORPORA:?names the folder of the corpora}/formats

rm -rf "$work"
mkdir -p "$work/html"
for page in "$corpora"/html/html/*.html.gz; do
    gunzip -c "$page" > "$work/html/$(basename "$page" .gz)"
done

# repeat COPIES FILE: so many copies in a folder of its name.
repeat() {
    folder=$work/$(basename "$2")
    mkdir -p "$folder"
    number=0
    while [ $number -lt "$1" ]; do
        cp "$2" "$folder/$number"
        number=$((number + 1))
    done
}

repeat 2000 "$corpora/newsroom/aap-finance.xml"
repeat 2000 "$corpora/newsroom/ap.xml"
repeat 2000 "$corpora/newsroom/ninjs1.json"
for number in $(seq 5000); do
    cat "$corpora/newsroom/aap-finance.xml"
done > "$work/stream.nitf"

# The last figure of "would add 78, ... in 0.5 s (31.2 MB/s)", in MB/s.
rate() {
    "$newsq" "$@" 2> /dev/null | sed -n 's/^would.*(\(.*\) MB\/s)$/\1/p'
}

# best INPUT OPTION...
best() {
    input=$work/$1
    shift
    for round in 1 2 3; do
        rate add -n "$@" "$input"
    done | sort -n | tail -n 1
}

echo 'MB/s                    alone  by the worker  by two'
for input in html aap-finance.xml stream.nitf ap.xml ninjs1.json; do
    printf '%-20s %8s %14s %7s\n' "$input" "$(best $input --no-sandbox -j 1)" \
        "$(best $input -j 1)" "$(best $input -j 2)"
done
