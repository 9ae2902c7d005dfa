# Turn lists of lines into C initialisers.
#
#     cmake -DKIND=lines -DOUTPUT=x.inc "-DINPUTS=a.txt" -P embed.cmake
#     cmake -DKIND=pairs -DOUTPUT=x.inc "-DINPUTS=en.txt;de.txt" -P embed.cmake
#     cmake -DKIND=digest -DOUTPUT=x.inc "-DINPUTS=a.c;b.c" -P embed.cmake
#
# `lines` writes     "entry",            for each line, and
# `pairs` writes     {"en", "entry"},    with the name of the file before it.
# `digest` writes    "0a1b..."           for all the files as they are: SHA-256.
#
# Lines that are blank or begin with # are left out, as are blanks and carriage
# returns at the end of a line. The files are read as hexadecimal, because
# CMake's own lists would stumble over brackets and semicolons. A byte that is
# not plain ASCII becomes an octal escape of three digits, which, unlike a
# hexadecimal one, never swallows the character after it.

if(KIND STREQUAL "digest")
    set(digests "")
    foreach(input IN LISTS INPUTS)
        file(SHA256 ${input} digest)
        string(APPEND digests "${digest}\n")
    endforeach()
    string(SHA256 digest "${digests}")
    file(WRITE ${OUTPUT} "\"${digest}\"\n")
    return()
endif()

# codes: byte in hexadecimal -> how it is written in a C string.
foreach(code RANGE 0 255)
    math(EXPR high "${code} / 16")
    math(EXPR low "${code} % 16")
    string(SUBSTRING "0123456789abcdef" ${high} 1 high)
    string(SUBSTRING "0123456789abcdef" ${low} 1 low)
    set(hex ${high}${low})
    # " and \ would end or bend the string, ? could begin a trigraph.
    if(code LESS 32 OR code GREATER 126 OR hex MATCHES "^(22|5c|3f)$")
        math(EXPR a "${code} / 64")
        math(EXPR b "${code} / 8 % 8")
        math(EXPR c "${code} % 8")
        set(code_${hex} "\\${a}${b}${c}")
    else()
        string(ASCII ${code} code_${hex})
    endif()
endforeach()
set(code_09 "\\t")

set(text "/* Made from the lists in data/ by lib/embed.cmake. */\n")
foreach(input IN LISTS INPUTS)
    get_filename_component(name ${input} NAME_WE)
    file(READ ${input} bytes HEX)
    string(REGEX MATCHALL ".." bytes "${bytes}0a")
    set(line "")
    set(blanks "")
    foreach(byte IN LISTS bytes)
        if(byte STREQUAL "0a")
            if(NOT line STREQUAL "" AND NOT line MATCHES "^#")
                if(KIND STREQUAL "pairs")
                    string(APPEND text "    {\"${name}\", \"${line}\"},\n")
                else()
                    string(APPEND text "    \"${line}\",\n")
                endif()
            endif()
            set(line "")
            set(blanks "")
        elseif(byte MATCHES "^(20|09|0d)$")
            string(APPEND blanks "${code_${byte}}")
        else()
            string(APPEND line "${blanks}${code_${byte}}")
            set(blanks "")
        endif()
    endforeach()
endforeach()
file(WRITE ${OUTPUT} "${text}")
