# All JSON that newsq writes is as cli/schema.json says, field for field.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip "needs json-c"
validate=$BUILD_DIR/tests/schema_validate
schema=$SOURCE_DIR/cli/schema.json

# holds DEFINITION ARGUMENTS...: the document that newsq prints is one.
holds() {
    of=$1
    shift
    "$NEWSQ" -q -d i.db "$@" > said
    "$validate" "$schema" "$of" < said >> actual 2>&1 &&
        echo "$of: $*" >> actual
}
# The same for each line.
lines_hold() {
    of=$1
    shift
    "$NEWSQ" -q -d i.db "$@" > said
    "$validate" --lines "$schema" "$of" < said >> actual 2>&1 &&
        echo "$of, each line: $*" >> actual
}
# refuses DEFINITION JSON
refuses() {
    printf '%s\n' "$2" | "$validate" "$schema" "$1" >> actual 2>&1 &&
        echo "TAKEN as $1: $2" >> actual
}

copy_samples
cat > full.jsonl <<'END'
{"key":"full","headline":"Dam holds","byline":"By A. B","dateline":"X (NW)","body":"The dam held.\n\nIt did.","source":"NW","section":"World","keywords":"dams","url":"http://x.example/","language":"de","published":"2016-09-09T12:30:00Z","updated":"2016-09-10","copyright":"(c)","urgency":9,"edition":3,"embargoed":"2016-09-09","dropped":"Share","slug":"dam","ratio":[1.50,{"deep":null}]}
{"key":"bare","body":"A dam\u001b[31m."}
END
"$NEWSQ" -q -d i.db add articles articles.jsonl full.jsonl

holds search --json dam
holds search --json 'dam OR flood* "the water'
holds search --json -n 2 --passages 5 the dam
holds search --json --by passage the dam
holds search --json --sort new '* -dam'
holds search --json zeppelin
holds search --json 'dam zeppelin'
lines_hold search_line --jsonl dam
lines_hold search_line --jsonl zeppelin
holds search first --json dam
lines_hold search_line first --jsonl dam
printf 'a\tdam\nb\tzeppelin\n' > queries.tsv
holds counting count --json dam
holds counting count --json zeppelin
holds countings count --json --batch queries.tsv
lines_hold counting_line count --jsonl --batch queries.tsv
printf '%s\n' '* dam' '.save dam' '* "say"' '.save "b\"' .quit |
    "$NEWSQ" -q -d i.db repl > /dev/null
printf '.mode json\n.saved\n' > script
holds searches repl < script
printf '.mode jsonl\n.saved\n' > script
lines_hold saved_search repl < script
holds facet facet --json source dam
holds facet facet --json -n 1 byline '*'
holds facet facet --json day zeppelin
lines_hold overview_line facet --jsonl year '*'
holds timeline timeline --json --by week '*'
holds timeline timeline --json zeppelin
lines_hold overview_line timeline --jsonl --by month --zone +05:30 '*'
holds search --json -C 2 dam
holds kwic kwic --json dam
holds kwic kwic --json --sort left zeppelin
lines_hold kwic_line kwic --jsonl dam
holds articles show --json --highlight dam 1 17 full
holds articles show --json 1 2 full bare
holds articles show --json nobody
lines_hold article show --jsonl 1 2 full bare
lines_hold article export
lines_hold article export --as jsonl --sort best dam
holds info info --json
holds doctor doctor --json
holds boilerplate info --json --boilerplate
lines_hold term info --json dam zeppelin
holds words terms --json -n 20
holds words terms --json zeppelin
lines_hold word terms --jsonl --sort articles dam
holds suggestions suggest --json the da
holds suggestions suggest --json 'dam '
lines_hold suggestion suggest --jsonl -n 100 dma
holds search like --json full
lines_hold search_line like --jsonl 1
holds search --json 'dma flood'

note 'What is not so is refused.'
refuses term '{"format_version":1,"term":"a","lines":[],"more":1}'
refuses term '{"format_version":2,"term":"a","lines":[]}'
refuses term '{"format_version":1,"term":null,"lines":[{"label":"a","count":-1,"weight":0}]}'
refuses words '{"format_version":1,"words":[{"word":"a","articles":0}]}'
refuses suggestion '{"query":"a","word":"a","articles":1,"edits":2}'
refuses span '[1]'
refuses span '[1,2,3]'
refuses span '[1,2.5]'
refuses time_or_null '"2016-13-01T00:00:00Z"'
refuses article '{"usage":"no"}' | tail -n 1
refuses search_line '{"id":1}'
refuses span '[1,2'
refuses span '[1,2] 3'
refuses nothing '{}'
finish
