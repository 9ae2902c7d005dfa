/*
 * Tables: what --csv and --tsv print, and the same rows as JSON or as lines of
 * text. A command gives the columns once and then cell after cell;
 * cli/SCHEMA.md says how each form is written.
 */
#ifndef NEWSQ_TABLE_H
#define NEWSQ_TABLE_H

#include "json.h"
#include "options.h"

/** Start from table_begin(); end with table_end(). */
typedef struct nq_table {
    const char *const *columns; /**< Borrowed until table_end(). */
    size_t column_count;
    size_t column; /**< Of the next cell, from 0. */
    nq_output form;
    bool has_rows;
    nq_buffer out;
    nq_json json;
} nq_table;

/**
 * Begin a table in the form that --csv, --tsv, --json or --jsonl asked for; any
 * other form is lines of cells with tabs between them and no line of names.
 *
 * @param name     What JSON calls the list of rows.
 * @param columns  Their names, in lower case with underscores.
 */
void table_begin(nq_table *table, nq_output form, const char *name,
                 const char *const *columns, size_t column_count);

/**
 * Add the next cell. The last one of a row writes the row to standard output.
 * What isn't known ({NULL, 0}, NEWSIDX_NO_TIME) is an empty cell, in JSON null.
 */
void table_text(nq_table *table, newsidx_text text);
void table_string(nq_table *table, const char *string);
void table_count(nq_table *table, uint64_t count);
void table_integer(nq_table *table, int64_t number);
void table_double(nq_table *table, double number);
void table_boolean(nq_table *table, bool value);
void table_time(nq_table *table, int64_t seconds);

/** Write what is left. Not in the middle of a row. */
void table_end(nq_table *table);

/** One cell of RFC 4180, in quotes if it needs them. */
void table_add_csv(nq_buffer *to, newsidx_text text);

/** One cell of text/tab-separated-values: \t, \n, \r and \\ for those. */
void table_add_tsv(nq_buffer *to, newsidx_text text);

#endif
