# Blank what is not code in C files: comments, and the insides of string and
# character literals (with keep_strings=1 those stay). Lines keep their
# numbers. Each comes out as "file:line:text".

FNR == 1 { in_comment = 0 }

{
    line = $0
    out = ""
    while (line != "") {
        if (in_comment) {
            end = index(line, "*/")
            if (end == 0) {
                line = ""
            } else {
                line = substr(line, end + 2)
                in_comment = 0
                out = out " "
            }
            continue
        }
        if (match(line, /\/\*|\/\/|"|'/) == 0) {
            out = out line
            break
        }
        out = out substr(line, 1, RSTART - 1)
        opener = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (opener == "/*") {
            in_comment = 1
        } else if (opener == "//") {
            out = out "//"
            line = ""
        } else {
            literal = opener
            while (line != "") {
                letter = substr(line, 1, 1)
                if (letter == "\\") {
                    literal = literal substr(line, 1, 2)
                    line = substr(line, 3)
                    continue
                }
                literal = literal letter
                line = substr(line, 2)
                if (letter == opener)
                    break
            }
            out = out (keep_strings ? literal : opener opener)
        }
    }
    print FILENAME ":" FNR ":" out
}
