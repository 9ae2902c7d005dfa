# Sums what `llvm-cov export --format=lcov` says of the sources of lib/:
#
#     SF:/home/me/newsidx/lib/base/buf.c
#     DA:20,7                     line 20 was reached 7 times
#     BRDA:21,0,1,-               a branch of line 21 was not taken
#
# Headers are left out: each file that includes one counts it again. So is the
# branch of an assertion that does not hold, which no test may take. Fails if
# fewer than `lines_at_least` percent of the lines or `branches_at_least` of
# the branches were reached, and then names the files below that. With
# `missed` set, to a file or the beginning of its name, it lists there what was
# not reached.

# Which lines of the source are an assertion's.
function read_source(path,    line, number, within) {
    split("", asserting)
    split("", text)
    number = 0
    within = 0
    while ((getline line < path) > 0) {
        text[++number] = line
        if (line ~ /^ *assert\(/)
            within = 1
        if (within)
            asserting[number] = 1
        if (line ~ /;$/)
            within = 0
    }
    close(path)
    return number > 0
}

function miss(what, number) {
    if (missed != "" && index(file, missed) == 1)
        printf "%s:%d: %s: %s\n", file, number, what, text[number]
}

/^SF:/ {
    path = substr($0, 4)
    while (sub(/\/[^\/]+\/\.\.\//, "/", path))
        continue
    file = path
    if (index(file, root) == 1)
        file = substr(file, length(root) + 1)
    # A source that is gone may have left its counts in the build folder.
    counts = file ~ /^lib\/.*\.c$/ && read_source(path)
    next
}

/^DA:/ && counts {
    split(substr($0, 4), part, ",")
    lines[file]++
    if (part[2] > 0)
        lines_reached[file]++
    else
        miss("line", part[1])
}

/^BRDA:/ && counts {
    split(substr($0, 6), part, ",")
    if (part[1] in asserting)
        next
    branches[file]++
    if (part[4] != "-" && part[4] > 0)
        branches_reached[file]++
    else
        miss(part[3] % 2 == 0 ? "never true" : "never false", part[1])
}

# sum OF, REACHED, NAME, AT_LEAST: says it, and which files are below that.
function sum(of, reached, name, at_least,    all, all_reached, percent, f) {
    all = 0
    all_reached = 0
    for (f in of) {
        all += of[f]
        all_reached += reached[f]
    }
    percent = all > 0 ? 100 * all_reached / all : 0
    printf "coverage: %.1f %% of %d %s of lib/\n", percent, all, name
    if (percent >= at_least)
        return 1
    for (f in of) {
        percent = 100 * reached[f] / of[f]
        if (percent < at_least)
            printf "%s: %.1f %% of %d %s\n", f, percent, of[f], name
    }
    printf "coverage: must be at least %d %% of the %s\n", at_least, name
    return 0
}

END {
    is_enough = sum(lines, lines_reached, "lines", lines_at_least)
    is_enough *= sum(branches, branches_reached, "branches", branches_at_least)
    exit !is_enough
}
