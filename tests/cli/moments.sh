# --now and --zone: which day is today.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles

# The query as it was read tells the day.
today() {
    printf '%s: ' "$*" >> actual
    "$NEWSQ" -d i.db -q --json "$@" date:today |
        sed 's/.*"canonical":"date:\([^"]*\)".*/\1/' >> actual
}
note 'Of UTC, unless the moment or the zone says another.'
today --now 2022-02-28
today --now 2022-02-28T23:30
today --now 2022-02-28T23:59
today --now '2022-02-28 23:59'
today --now 'Tue, 1 Mar 2022 00:30 +0100'
today --now 2022-02-28T23:59:59Z
today --now 2022-02-28T23:30-02:00
today --now 2022-03-01T01:30+02:00
today --now 2022-02-28T23:30 --zone +02:00
today --now 2022-03-01T00:30 --zone -01:00
note 'Seconds since 1970, before it too, and the years 1 to 9999.'
today --now @1646092799
today --now @0
today --now @-1
today --now 2024-02-29
today --now 0001-01-01
today --now 9999-12-31T23:59:59
note 'Every command that reads queries takes them.'
t -d i.db explain --now 2022-03-01 1 'board OR date:yesterday'
sed 's/^ *-\{0,1\}[0-9.]* \{2\}.*/(a part of the score)/' actual | uniq > parts
mv parts actual
printf '1\tdate:today OR storm\n' > queries
t -d i.db batch --match all --now 2022-03-01 --tag tag -n 1 queries
sed 's/ -\{0,1\}[0-9.]* tag$/ N tag/' actual > plain
mv plain actual
printf 'date:today\n' | "$NEWSQ" -d i.db --zone +02:00 --now 2022-02-28T23:30 repl \
    > said 2> complained
record $?
note 'What is none.'
for moment in '' yesterday @ @1x 2022-2-28 2022-02-29 2022-13-01 0000-01-01 \
    2022-02-28T 2022-02-28T24 2022-02-28T23:60 2022-02-28T23:5 \
    2022-02-28T23:59:59+2 2022-02-28Z \
    2022-02-28T23Zulu @999999999999999999999 10000-01-01; do
    t -d i.db storm --now "$moment"
done
t -d i.db storm --zone Mars/Phobos
t -d i.db info --now 2022-02-28
finish
