# A disk without room, as a process sees it that may not make files longer.
. "$(dirname "$0")/_session.sh"
make_articles
# A build that counts lines would tell that it can't write them.
LLVM_PROFILE_FILE=/dev/null
export LLVM_PROFILE_FILE
mkdir long
for i in 1 2 3 4; do
    awk -v n="$i" 'BEGIN {
        printf "Words of %d\n\n", n
        for (i = 0; i < 6000; i++)
            printf "w%d ", i * n
        print ""
    }' > "long/$i.txt"
done
"$NEWSQ" -d i.db -q add articles

# cramped BLOCKS ARGUMENTS...: newsq, with no file longer than so many blocks of
# 512 bytes.
cramped() {
    blocks=$1
    shift
    printf '$ newsq %s    (%s blocks)\n' "$*" "$blocks" >> actual
    (
        ulimit -f "$blocks"
        exec "$NEWSQ" "$@"
    ) > said 2> complained
    record $?
}

note 'Nothing of it is stored, and it says why.'
cramped 300 -d i.db add long
cramped 300 -d i.db backup copy.db
find . -name 'copy.db*' >> actual
cramped 300 -d i.db rebuild
cramped 300 -d new.db add articles
cramped 1 -d i.db search storm
find . -name 'new.db*' >> actual

note 'The index is what it was, and with room all goes on.'
t -d i.db check
t -d i.db -q -l storm
t -d i.db -q add long
t -d i.db -q backup copy.db
t -d copy.db check
finish
