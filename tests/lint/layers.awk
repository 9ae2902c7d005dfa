# Reads lib/LAYERS, then "file:line:text" of strip.awk, and says which includes
# the table does not allow.

BEGIN {
    split("assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h " \
          "iso646.h limits.h math.h signal.h stdalign.h stdarg.h " \
          "stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h " \
          "stdnoreturn.h string.h strings.h threads.h time.h uchar.h", c11, " ")
    for (number in c11)
        outside["anywhere", c11[number]] = 1
}

function fail(what) {
    print file ":" line ": " what
    faults++
}

# lib/LAYERS, "folder: folders: headers"
FILENAME ~ /LAYERS$/ {
    if ($0 ~ /^#/ || $0 ~ /^[ \t]*$/)
        next
    count = split($0, part, ":")
    if (count != 3) {
        file = FILENAME
        line = FNR
        fail("is not \"folder: folders: headers\"")
        next
    }
    folder = part[1]
    known[folder] = 1
    count = split(part[2], name, " ")
    for (number = 1; number <= count; number++) {
        if (!(name[number] in known)) {
            file = FILENAME
            line = FNR
            fail(name[number] " must stand above " folder)
        }
        allowed[folder, name[number]] = 1
    }
    allowed[folder, folder] = 1
    count = split(part[3], name, " ")
    for (number = 1; number <= count; number++)
        outside[folder, name[number]] = 1
    next
}

{
    split($0, part, ":")
    file = part[1]
    line = part[2]
    text = substr($0, length(file) + length(line) + 3)
    if (text !~ /^[ \t]*#[ \t]*include/)
        next
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", text)
    header = text
    gsub(/[<>" \t]/, "", header)

    split(file, step, "/")
    folder = step[1] == "lib" ? step[2] : step[1]
    if (!(folder in known)) {
        fail("lib/LAYERS has no folder " folder)
        next
    }

    # A source file that has a header begins with it, so that it stands alone.
    own = file
    sub(/^lib\//, "", own)
    if (sub(/\.c$/, ".h", own) && header == own && file in seen)
        fail("its own header must be included first")
    seen[file] = 1

    if (header == "newsidx.h")
        next
    if (text ~ /^</ || header !~ /\// || header ~ /^sys\//) {
        if (folder == "cli" && text ~ /^"/)
            next                            # a header of cli/ itself
        if (outside["anywhere", header] || outside[folder, header])
            next
        fail(folder " may not include <" header ">")
        next
    }
    if (header ~ /^generated\/.*\.inc$/ && folder != "cli")
        next
    target = header
    if (header ~ /^\.\.?\//) {
        fail("includes are written as a path from lib/: " header)
        gsub(/^(\.\.?\/)+(lib\/)?/, "", target)
    }
    sub(/\/.*/, "", target)
    if (!allowed[folder, target])
        fail(folder " may not include " target ": " header)
}

END {
    if (faults > 0)
        exit 1
}
