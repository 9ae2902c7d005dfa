# Sums what `gcov -n` says of the sources of lib/:
#
#     File '/home/me/newsidx/lib/base/buf.c'
#     Lines executed:98.25% of 57
#
# Headers are left out: each file that includes one counts it again. Fails if
# fewer than `at_least` percent of the lines were reached, and then names the
# files below that.

/^File '/ {
    file = substr($0, 7, length($0) - 7)
    if (index(file, root) == 1)
        file = substr(file, length(root) + 1)
    # A source that is gone may have left its notes in the build folder.
    counts = file ~ /^lib\/.*\.c$/ && (getline line < file) > 0
    close(file)
    next
}

/^Lines executed:/ && counts {
    split($0, part, /[:%]| of /)
    lines[file] = $NF
    reached[file] = part[2] * $NF / 100
    all_lines += lines[file]
    all_reached += reached[file]
    counts = 0
}

END {
    percent = all_lines > 0 ? 100 * all_reached / all_lines : 0
    printf "coverage: %.1f %% of %d lines of lib/\n", percent, all_lines
    if (percent >= at_least)
        exit 0
    for (file in lines) {
        percent = 100 * reached[file] / lines[file]
        if (percent < at_least)
            printf "%s: %.1f %% of %d lines\n", file, percent, lines[file]
    }
    printf "coverage: must be at least %d %%\n", at_least
    exit 1
}
