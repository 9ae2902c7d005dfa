#include "table.h"

#include "numbers.h"
#include "output.h"
#include "unicode.h"

#include <assert.h>
#include <inttypes.h>

static bool is_json(const nq_table *table)
{
    return table->form == OUTPUT_JSON || table->form == OUTPUT_JSON_LINES;
}

/* Controls are in no article; if one is, it must not reach a terminal. Marks of
 * direction stay: the cells are data, and Arabic needs them. */
static uint32_t without_controls(uint32_t letter)
{
    bool is_control = letter < 0x20 || (letter >= 0x7F && letter < 0xA0);
    bool is_space = letter == '\t' || letter == '\n' || letter == '\r';
    return is_control && !is_space ? 0xFFFD : letter;
}

static bool needs_quotes(newsidx_text text)
{
    if (text.length == 0)
        return false;
    if (text.bytes[0] == ' ' || text.bytes[text.length - 1] == ' ')
        return true;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (byte == '"' || byte == ',' || byte == '\n' || byte == '\r' ||
            byte == '\t')
            return true;
    }
    return false;
}

void table_add_csv(nq_buffer *to, newsidx_text text)
{
    bool is_quoted = needs_quotes(text);
    if (is_quoted)
        buffer_add(to, "\"", 1);
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_next(text, &offset);
        if (letter == '"')
            buffer_add(to, "\"", 1);
        unicode_add(to, without_controls(letter));
    }
    if (is_quoted)
        buffer_add(to, "\"", 1);
}

void table_add_tsv(nq_buffer *to, newsidx_text text)
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_next(text, &offset);
        if (letter == '\t')
            buffer_add_string(to, "\\t");
        else if (letter == '\n')
            buffer_add_string(to, "\\n");
        else if (letter == '\r')
            buffer_add_string(to, "\\r");
        else if (letter == '\\')
            buffer_add_string(to, "\\\\");
        else
            unicode_add(to, without_controls(letter));
    }
}

/* What stands before the next cell. */
static void begin_cell(nq_table *table)
{
    nq_buffer *out = &table->out;

    assert(table->column < table->column_count);
    if (is_json(table)) {
        if (table->column == 0)
            json_open(&table->json, '{');
        json_key(&table->json, table->columns[table->column]);
    } else if (table->column > 0) {
        buffer_add(out, table->form == OUTPUT_CSV ? "," : "\t", 1);
    }
}

static void end_line(nq_table *table)
{
    bool is_csv = table->form == OUTPUT_CSV;
    buffer_add(&table->out, is_csv ? "\r\n" : "\n", is_csv ? 2 : 1);
}

static void end_cell(nq_table *table)
{
    table->column++;
    if (table->column < table->column_count)
        return;
    table->column = 0;
    table->has_rows = true;
    if (is_json(table))
        json_close(&table->json, '}');
    if (table->form == OUTPUT_JSON_LINES)
        table->json.needs_comma = false;
    if (table->form != OUTPUT_JSON)
        end_line(table);
    buffer_flush(&table->out, stdout);
}

static void add_plain(nq_table *table, newsidx_text text)
{
    if (table->form == OUTPUT_CSV)
        table_add_csv(&table->out, text);
    else if (table->form == OUTPUT_TSV)
        table_add_tsv(&table->out, text);
    else
        unicode_add_line(&table->out, text);
}

static void add_names(nq_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        begin_cell(table);
        add_plain(table, unicode_text(table->columns[i]));
        table->column++;
    }
    table->column = 0;
    end_line(table);
}

void table_begin(nq_table *table, nq_output form, const char *name,
                 const char *const *columns, size_t column_count)
{
    *table = (nq_table){.columns = columns,
                        .column_count = column_count,
                        .form = form,
                        .out = BUFFER_INIT};
    table->json = (nq_json){&table->out, false};
    if (form == OUTPUT_CSV || form == OUTPUT_TSV) {
        add_names(table);
    } else if (form == OUTPUT_JSON) {
        json_open(&table->json, '{');
        json_key(&table->json, "format_version");
        json_count(&table->json, JSON_FORMAT_VERSION);
        json_key(&table->json, name);
        json_open(&table->json, '[');
    }
}

void table_text(nq_table *table, newsidx_text text)
{
    begin_cell(table);
    if (!is_json(table))
        add_plain(table, text);
    else if (text.length > 0)
        json_text(&table->json, text);
    else
        json_string(&table->json, NULL);
    end_cell(table);
}

void table_string(nq_table *table, const char *string)
{
    newsidx_text none = {NULL, 0};
    table_text(table, string != NULL ? unicode_text(string) : none);
}

void table_count(nq_table *table, uint64_t count)
{
    begin_cell(table);
    if (is_json(table))
        json_count(&table->json, count);
    else
        buffer_add_format(&table->out, "%" PRIu64, count);
    end_cell(table);
}

void table_integer(nq_table *table, int64_t number)
{
    begin_cell(table);
    if (is_json(table))
        json_integer(&table->json, number);
    else
        buffer_add_format(&table->out, "%" PRId64, number);
    end_cell(table);
}

void table_double(nq_table *table, double number)
{
    begin_cell(table);
    /* JSON's spelling of a number is everybody's. */
    nq_json plain = {&table->out, false};
    json_double(is_json(table) ? &table->json : &plain, number);
    end_cell(table);
}

void table_boolean(nq_table *table, bool value)
{
    begin_cell(table);
    nq_json plain = {&table->out, false};
    json_boolean(is_json(table) ? &table->json : &plain, value);
    end_cell(table);
}

void table_time(nq_table *table, int64_t seconds)
{
    begin_cell(table);
    if (is_json(table))
        json_time(&table->json, seconds);
    else if (seconds != NEWSIDX_NO_TIME)
        numbers_add_time(&table->out, seconds);
    end_cell(table);
}

void table_end(nq_table *table)
{
    assert(table->column == 0);
    if (table->form == OUTPUT_JSON) {
        json_close(&table->json, ']');
        json_close(&table->json, '}');
        buffer_add(&table->out, "\n", 1);
    }
    buffer_flush(&table->out, stdout);
    buffer_finish(&table->out);
}
