# The interactive mode, reading a script: no prompts, the same output.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
cat > script <<'END'
mediation board
1
.limit 1
board
.more
.more
2
.sort new
.sort newest
.open 7
.mroe
.xyzzy
.limit
.explain 2

zeppelin
"harbour dispute
   =talking
.quit
never read
END
printf '$ newsq repl < script\n' >> actual
"$NEWSQ" -d i.db repl < script > said 2> complained
# How a score is made up is the ranking's business.
status=$?
sed 's/^ *-\{0,1\}[0-9.]* \{2\}.*/(a part of the score)/' said | uniq > parts
mv parts said
record $status
printf '$ newsq repl < nothing\n' >> actual
"$NEWSQ" -d i.db repl < /dev/null > said 2> complained
record $?
finish
