# The names that Tab offers in queries are names of the query language.
. "$(dirname "$0")/_session.sh"
make_articles
"$NEWSQ" -q -d i.db add articles
for name in $(sed -n '/names\[\] = {/,/};/p' "$SOURCE_DIR/cli/complete.c" |
    grep -o '"[^"]*"' | tr -d '"'); do
    case $name in
    *'(') query="${name}storm)" ;;
    date: | updated: | ingested: | after: | before:) query="${name}2016" ;;
    id: | length:) query="${name}1" ;;
    status:) query="${name}usable" ;;
    lang:) query="${name}en" ;;
    *) query="${name}storm" ;;
    esac
    "$NEWSQ" -d i.db --explain "$query" > /dev/null 2> complained
    echo "$query: $(sed -n 's/^canonical: //p' complained)" >> actual
done
finish
