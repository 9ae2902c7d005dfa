# Build SQLite into the library, of the two files that sqlite.org calls the
# amalgamation. Its names are not the system's: what SQLite calls sqlite3_open
# is nx_sqlite3_open here, in both libraries, so that a program which has a
# SQLite of its own uses that, and newsidx this one. (Two SQLites must not have
# one file open in one process: leave the index to newsidx.)
#
# In:  NEWSIDX_SQLITE_AMALGAMATION   the folder
# Out: newsidx_sqlite_objects        what goes into the libraries
#      newsidx_sqlite                how to see and call it; for tests also as
#                                    SQLite::SQLite3

get_filename_component(sqlite_dir ${NEWSIDX_SQLITE_AMALGAMATION} ABSOLUTE
    BASE_DIR ${CMAKE_BINARY_DIR})
foreach(name sqlite3.c sqlite3.h)
    if(NOT EXISTS ${sqlite_dir}/${name})
        message(FATAL_ERROR "NEWSIDX_SQLITE_AMALGAMATION: there is no "
            "${sqlite_dir}/${name}")
    endif()
endforeach()
file(STRINGS ${sqlite_dir}/sqlite3.h sqlite_version
    REGEX "^#define SQLITE_VERSION_NUMBER ")
string(REGEX MATCH "[0-9]+$" sqlite_number "${sqlite_version}")
if(sqlite_number LESS 3040000)
    message(FATAL_ERROR "NEWSIDX_SQLITE_AMALGAMATION: SQLite 3.40 or newer is "
        "needed, not ${sqlite_number}")
endif()

# Whatever the file defines for others, under another name.
file(STRINGS ${sqlite_dir}/sqlite3.c sqlite_lines REGEX "SQLITE_API.*sqlite3_")
set(sqlite_names)
foreach(line IN LISTS sqlite_lines)
    string(REGEX MATCH "sqlite3_[a-z0-9_]+[ ]*([[(;=]|$)" name "${line}")
    string(REGEX MATCH "sqlite3_[a-z0-9_]+" name "${name}")
    if(name)
        list(APPEND sqlite_names ${name})
    endif()
endforeach()
list(SORT sqlite_names)
list(REMOVE_DUPLICATES sqlite_names)
set(sqlite_renames ${PROJECT_BINARY_DIR}/sqlite_names.h)
set(text "/* Made from sqlite3.c by lib/sqliteAmalgamation.cmake. */\n")
foreach(name IN LISTS sqlite_names)
    string(APPEND text "#define ${name} nx_${name}\n")
endforeach()
file(CONFIGURE OUTPUT ${sqlite_renames} CONTENT "${text}" @ONLY)

add_library(newsidx_sqlite INTERFACE)
target_include_directories(newsidx_sqlite SYSTEM INTERFACE ${sqlite_dir})
target_compile_options(newsidx_sqlite INTERFACE
    "SHELL:-include ${sqlite_renames}")
add_library(SQLite::SQLite3 ALIAS newsidx_sqlite)

# No more of it than an index needs. Its warnings are its authors'.
add_library(newsidx_sqlite_objects OBJECT ${sqlite_dir}/sqlite3.c)
target_link_libraries(newsidx_sqlite_objects PRIVATE newsidx_sqlite)
target_compile_options(newsidx_sqlite_objects PRIVATE -w)
target_compile_definitions(newsidx_sqlite_objects PRIVATE
    SQLITE_DEFAULT_MEMSTATUS=0
    SQLITE_DQS=0
    SQLITE_ENABLE_FTS5=1
    SQLITE_OMIT_LOAD_EXTENSION=1
    SQLITE_THREADSAFE=1
    SQLITE_TRUSTED_SCHEMA=0
    SQLITE_USE_URI=0)
