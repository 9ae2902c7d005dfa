# Find what libnewsidx is linked with. The build uses this file, and the
# installed package does so again for programs that link the static library.
#
# In:  newsidx_with_sqlite whether SQLite is wanted: not if it is built in
#      newsidx_with_json   whether json-c is wanted
#      newsidx_with_formats  whether the libraries of formats/ are wanted
#      newsidx_with_zstd   whether zstd is wanted
# Out: newsidx_requires    the targets to link
#      newsidx_missing     what was not found, empty if all is well

set(newsidx_requires)
set(newsidx_missing)

if(newsidx_with_sqlite)
    find_package(SQLite3 3.40 QUIET)
    if(SQLite3_FOUND)
        list(APPEND newsidx_requires SQLite::SQLite3)
    else()
        list(APPEND newsidx_missing "SQLite 3.40")
    endif()
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads QUIET)
if(Threads_FOUND)
    list(APPEND newsidx_requires Threads::Threads)
else()
    list(APPEND newsidx_missing "threads")
endif()

# One imported target for a library that brings no CMake package. libstemmer
# brings no pkg-config file either, so all of them are looked for by name.
macro(newsidx_find name library header)
    if(NOT TARGET newsidx::${name})
        find_library(NEWSIDX_${name}_LIBRARY ${library})
        find_path(NEWSIDX_${name}_INCLUDE ${header})
        mark_as_advanced(NEWSIDX_${name}_LIBRARY NEWSIDX_${name}_INCLUDE)
        if(NEWSIDX_${name}_LIBRARY AND NEWSIDX_${name}_INCLUDE)
            add_library(newsidx::${name} UNKNOWN IMPORTED)
            set_target_properties(newsidx::${name} PROPERTIES
                IMPORTED_LOCATION "${NEWSIDX_${name}_LIBRARY}"
                INTERFACE_INCLUDE_DIRECTORIES "${NEWSIDX_${name}_INCLUDE}")
        endif()
    endif()
    if(TARGET newsidx::${name})
        list(APPEND newsidx_requires newsidx::${name})
    else()
        list(APPEND newsidx_missing "${name}")
    endif()
endmacro()

newsidx_find(libstemmer stemmer libstemmer.h)
newsidx_find(utf8proc utf8proc utf8proc.h)
if(newsidx_with_json)
    newsidx_find(json-c json-c json-c/json.h)
endif()
if(newsidx_with_formats)
    newsidx_find(expat expat expat.h)
    newsidx_find(gumbo gumbo gumbo.h)
    newsidx_find(uchardet uchardet uchardet/uchardet.h)
    newsidx_find(exttextcat exttextcat-2.0 libexttextcat/textcat.h)
    newsidx_find(archive archive archive.h)
    newsidx_find(seccomp seccomp seccomp.h)
endif()
if(newsidx_with_zstd)
    newsidx_find(zstd zstd zstd.h)
endif()
