# Help: every command, the query language, and the man page that has it all.
. "$(dirname "$0")/_session.sh"
t --help
t help query
for command in search count facet timeline first add show remove explain info check optimize rebuild \
    backup seal doctor batch repl help version; do
    t help "$command"
done
t show --help
cmp said - > /dev/null <<END || echo 'show --help is not help show' >> actual
$("$NEWSQ" help show)
END

# The query language in two screens of 24 lines.
[ "$("$NEWSQ" help query | wc -l)" -le 48 ] || echo 'too long' >> actual

# No line is wider than a terminal.
for topic in '' query search kwic count facet timeline first explain add show \
    seal doctor batch repl; do
    # shellcheck disable=SC2086
    "$NEWSQ" help $topic | awk 'length > 80 { print "too wide: " $0 }' >> actual
done

# Every option and every command stands in the manual.
manual=$SOURCE_DIR/cli/newsq.1
for command in $("$NEWSQ" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    grep -q "^\.It Cm $command\$\|^\.It Cm $command " "$manual" ||
        echo "newsq.1 lacks the command $command" >> actual
    for option in $("$NEWSQ" help "$command" | sed -n 's/.* --\([a-z-]*\) .*/\1/p'); do
        grep -q "Fl Fl $option\\( \\|\$\\)" "$manual" ||
            echo "newsq.1 lacks --$option" >> actual
    done
done
if command -v mandoc > /dev/null; then
    mandoc -Tlint "$manual" >> actual
fi

# The versions are those of the library; only their form is ours. Zstd is an
# option.
"$NEWSQ" --version | sed 's/[0-9][0-9.]*/N/g; s, zstd/N,,' >> actual
"$NEWSQ" version | cmp - /dev/fd/3 3<<END || echo 'version differs' >> actual
$("$NEWSQ" -V whatever)
END
finish
