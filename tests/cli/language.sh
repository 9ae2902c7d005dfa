# The query language on the samples: what is found, and what is marked in it.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
copy_samples
t -q -d i.db add articles articles.jsonl
COLUMNS=80
export COLUMNS

# Two hits with one passage each; marks as [brackets].
shown() {
    t -d i.db --pretty --color=always -n 2 --passages 1 "$@"
    sed -e 's/\x1b\[1;31m\([^\x1b]*\)\x1b\[0m/[\1]/g' -e 's/\x1b\[[0-9;]*m//g' \
        actual > plain
    mv plain actual
}

note 'Forms of a word: its stem, spellings of a name, patterns, misspelt.'
shown qaeda
shown '=talks geneva'
shown 'wom?n farm*'
shown kesaria~1
note 'Phrases: any form of them, alternatives, letter by letter.'
shown '~"joint center"'
shown '~"front line"'
shown '"(prime|foreign) minister"'
shown 'verbatim("U.S. trade")'
note 'Near one another: in words, in a sentence, in a paragraph, and not.'
shown minister w/5 arlov
shown minister pre/5 arlov
shown dam w/s flood
shown 'dam w/p (lake OR rain)'
shown front NOT w/2 dorin
shown 'truce w/20 (office -convoy)'
note 'Only what satisfies the query is marked.'
shown 'harvest OR (truce AND zeppelin)'
shown 'sentence(dam water -rain)'
note 'Where: fields, the first words, capitals, how often.'
shown 'headline:(truce OR flood)'
shown 'lead:minister'
shown 'by:voss dateline:millhaven'
shown 'first50(washington)'
shown 'caps(march) dam'
shown 'nocaps(march)'
shown 'atleast3(dam)'
note 'Filters: sources, sections, languages, lengths, dates.'
shown 'truce source:AP,harbor*'
shown 'truce -source:"Harbor Press" section:world'
shown 'lang:de'
shown 'truce length>400'
shown 'flood date:2023-03'
shown --now 2022-10-12 'after:yesterday before:2022-11'
note 'A day is one of the time zone.'
t -d i.db -q -l date:2023-11-15
t -d i.db -q -l --zone +09:00 date:2023-11-15
t -d i.db -q -l --zone Mars/Phobos date:2023-11-15
note 'Everything, and everything but.'
t -d i.db -n 2 -l '*'
t -d i.db -n 2 -l '* -truce'
note 'How it is done, in the words of the library.'
t -d i.db -q -l --explain 'truce w/20 (office -convoy) source:AP,harbor*'
note 'Dialects of the archives are kept for later.'
t -d i.db --dialect news -l -n 1 truce
t -d i.db --dialect lexis truce
t -d i.db --dialect lexus truce
finish
