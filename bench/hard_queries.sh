#!/bin/sh
# sh bench/hard_queries.sh BUILD INDEX
#
# The longest time that the command takes, as a whole process, for queries of
# up to 8 KiB that are made to be slow: many common words, distances, sentences,
# patterns, letter cases. A search has 1.9 seconds; what comes to no end by then
# is partial and says so.
set -euf

newsq=$1/newsq
index=$2
words='the of and to in a for that is on with by will this as be at from are
has it have our we an said their not his or more was all who which they about
can her been but us he i new state program bill national million health people'
# shellcheck disable=SC2086
any=$(printf '%s|' $words | sed 's/|$//')

# repeat TEXT: as often as fits in 8 KiB.
repeat() {
    awk -v text="$1" 'BEGIN {
        while (length(all) + length(text) < 8190) all = all text
        print all
    }'
}

# each BEFORE AFTER: all words, between these, as an OR.
each() {
    # shellcheck disable=SC2086
    printf "$1%s$2 OR " $words | sed 's/ OR $//'
}

# hard NAME QUERY: the longest of three times.
hard() {
    longest=0
    state=whole
    for _ in 1 2 3; do
        start=$(date +%s%N)
        "$newsq" --db "$index" -l -n 1 -- "$2" > hard.out 2> hard.err || :
        took=$((($(date +%s%N) - start) / 1000000))
        if [ "$took" -gt "$longest" ]; then
            longest=$took
        fi
        if grep -q -e 'cut' -e 'limit' -e 'longer' hard.err; then
            state=partial
        fi
    done
    printf '%6d ms  %-8s %s\n' "$longest" "$state" "$1"
    if [ "$longest" -gt "$worst" ]; then
        worst=$longest
    fi
}

worst=0
hard "OR of all words" "$any"
hard "any w/5 any" "($any) w/5 ($any)"
hard "any w/255 any" "($any) w/255 ($any)"
hard "any pre/s any" "($any) pre/s ($any)"
hard "any w/p any, nested" "(($any) w/5 the) w/p (($any) w/5 of)"
hard "each word near each" "$(each '(the w/5 ' ')')"
hard "each word not near" "$(each '(the NOT w/5 ' ')')"
hard "sentences" "$(each 'sentence(the of ' ')')"
hard "often" "$(each 'atleast9(' ')')"
hard "early" "$(each 'first50(' ')')"
hard "in small letters" "$(each 'nocaps(' ')')"
hard "with a capital, near" "caps($any) w/3 nocaps($any)"
hard "exclusions that are verified" "the -(of w/s and) -(to pre/3 in) -nocaps(us)"
hard "patterns" 'pr* co* re* st* in* de* ex* se* ma* pa*'
hard "patterns near" '(pr*|co*|re*) w/5 (st*|in*|de*)'
hard "misspelt" "$(each '' '~1')"
hard "one word, often" "$(repeat 'the OR ')the"
hard "one distance, often" "$(repeat 'the w/5 of OR ')the"
hard "many distances" "$(repeat 'the w/9 of w/7 and OR ')the"
hard "parentheses" "$(repeat '(the ')"
hard "alternatives" "$(repeat '"(the|of) (and|to)" OR ')the"
hard "filters alone" 'source:a* length>100 date:2006.. -lang:de'
hard "all but" '* -the -of'
rm -f hard.out hard.err
echo "slowest: $worst ms"
