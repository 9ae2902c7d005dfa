/*
 * Hold JSON against a JSON Schema (draft 2020-12), for tests of what newsq
 * writes: validate [--lines] SCHEMA DEFINITION < JSON
 *
 * DEFINITION is a name under $defs. With --lines each line of the input is a
 * value. Fields that a schema doesn't list are refused, unless it says
 * additionalProperties: true: what newsq writes must be described. So are
 * keywords that are not known here. Exit status: 0 valid, 1 not, 2 neither.
 */
#define _POSIX_C_SOURCE 200809L

#include <json-c/json.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 64
#define PATH_BYTES 512

typedef struct json_object json;

static json *root;            /* of the schema */
static bool is_quiet;         /* what one of several doesn't fit is no fault */
static char path[PATH_BYTES]; /* of the value at hand */

static void give_up(const char *what, const char *name)
{
    fprintf(stderr, "validate: %s: %s\n", what, name);
    exit(2);
}

static bool fail(const char *what, const char *name)
{
    if (!is_quiet)
        fprintf(stderr, "at %s: %s %s\n", path[0] != '\0' ? path : "/", what,
                name);
    return false;
}

static bool validate(json *schema, json *value, int depth);

/* The same for a member or element, whose path is longer. */
static bool validate_below(json *schema, json *value, const char *name,
                           int depth)
{
    size_t length = strlen(path);
    snprintf(path + length, sizeof path - length, "/%s", name);
    bool is_valid = validate(schema, value, depth + 1);
    path[length] = '\0';
    return is_valid;
}

static json *member(json *object, const char *name)
{
    json *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static json *definition(const char *name)
{
    json *found = member(member(root, "$defs"), name);
    if (found == NULL)
        give_up("no such definition", name);
    return found;
}

/* ---------------------------------------------------------- keywords ---- */

static bool has_type(json *value, const char *type)
{
    static const struct {
        const char *name;
        json_type type;
    } types[] = {{"null", json_type_null},     {"boolean", json_type_boolean},
                 {"integer", json_type_int},   {"number", json_type_double},
                 {"object", json_type_object}, {"array", json_type_array},
                 {"string", json_type_string}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, type) == 0)
            return json_object_is_type(value, types[i].type) ||
                   (types[i].type == json_type_double &&
                    json_object_is_type(value, json_type_int));
    }
    give_up("unknown type", type);
    return false;
}

static bool check_type(json *rule, json *value)
{
    if (json_object_is_type(rule, json_type_string))
        return has_type(value, json_object_get_string(rule)) ||
               fail("not of type", json_object_get_string(rule));
    for (size_t i = 0; i < json_object_array_length(rule); i++) {
        json *type = json_object_array_get_idx(rule, i);
        if (has_type(value, json_object_get_string(type)))
            return true;
    }
    return fail("of none of the types", json_object_get_string(rule));
}

static bool check_enum(json *rule, json *value)
{
    for (size_t i = 0; i < json_object_array_length(rule); i++) {
        if (json_object_equal(json_object_array_get_idx(rule, i), value))
            return true;
    }
    return fail("not one of", json_object_to_json_string(rule));
}

static bool is_number(json *value)
{
    return has_type(value, "number");
}

static bool check_range(json *rule, json *value, bool is_minimum)
{
    if (!is_number(value))
        return true;
    double limit = json_object_get_double(rule);
    double number = json_object_get_double(value);
    bool is_in = is_minimum ? number >= limit : number <= limit;
    return is_in || fail(is_minimum ? "less than" : "more than",
                         json_object_to_json_string(rule));
}

static bool check_length(json *rule, json *value, bool is_minimum)
{
    if (!json_object_is_type(value, json_type_array))
        return true;
    size_t limit = (size_t)json_object_get_uint64(rule);
    size_t length = json_object_array_length(value);
    bool is_in = is_minimum ? length >= limit : length <= limit;
    return is_in || fail(is_minimum ? "fewer items than" : "more items than",
                         json_object_to_json_string(rule));
}

/* The patterns that we use mean the same to POSIX as to JSON Schema. */
static bool check_pattern(json *rule, json *value)
{
    const char *pattern = json_object_get_string(rule);
    regex_t compiled;
    if (!json_object_is_type(value, json_type_string))
        return true;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        give_up("bad pattern", pattern);
    int code = regexec(&compiled, json_object_get_string(value), 0, NULL, 0);
    regfree(&compiled);
    return code == 0 || fail("does not match", pattern);
}

static bool check_required(json *rule, json *value)
{
    bool is_valid = true;
    if (!json_object_is_type(value, json_type_object))
        return true;
    for (size_t i = 0; i < json_object_array_length(rule); i++) {
        json *name = json_object_array_get_idx(rule, i);
        const char *key = json_object_get_string(name);
        if (!json_object_object_get_ex(value, key, NULL))
            is_valid = fail("lacks", key);
    }
    return is_valid;
}

static bool check_items(json *rule, json *value, int depth)
{
    bool is_valid = true;
    if (!json_object_is_type(value, json_type_array))
        return true;
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        char name[32];
        snprintf(name, sizeof name, "%zu", i);
        is_valid = validate_below(rule, json_object_array_get_idx(value, i),
                                  name, depth) &&
                   is_valid;
    }
    return is_valid;
}

static bool check_properties(json *rule, json *value, bool allows_others,
                             int depth)
{
    bool is_valid = true;
    if (!json_object_is_type(value, json_type_object))
        return true;
    json_object_object_foreach(value, name, below)
    {
        json *schema = member(rule, name);
        if (schema != NULL)
            is_valid = validate_below(schema, below, name, depth) && is_valid;
        else if (!allows_others)
            is_valid = fail("has a field that isn't described:", name);
    }
    return is_valid;
}

static bool check_any(json *rule, json *value, int depth)
{
    bool was_quiet = is_quiet;
    bool is_valid = false;
    is_quiet = true;
    for (size_t i = 0; i < json_object_array_length(rule) && !is_valid; i++)
        is_valid =
            validate(json_object_array_get_idx(rule, i), value, depth + 1);
    is_quiet = was_quiet;
    return is_valid || fail("fits none of", json_object_to_json_string(rule));
}

static bool check_reference(json *rule, json *value, int depth)
{
    static const char prefix[] = "#/$defs/";
    const char *reference = json_object_get_string(rule);
    if (strncmp(reference, prefix, strlen(prefix)) != 0)
        give_up("not a reference to a definition", reference);
    return validate(definition(reference + strlen(prefix)), value, depth + 1);
}

/* ------------------------------------------------------------- schema ---- */

static bool is_annotation(const char *keyword)
{
    static const char *const names[] = {"$schema", "$id", "title", "$defs",
                                        "$comment", "description",
                                        /* of "properties" */
                                        "additionalProperties"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(keyword, names[i]) == 0)
            return true;
    }
    return false;
}

/* Keywords that look at one value alone. */
static bool check_simple(const char *keyword, json *rule, json *value)
{
    if (strcmp(keyword, "type") == 0)
        return check_type(rule, value);
    if (strcmp(keyword, "enum") == 0)
        return check_enum(rule, value);
    if (strcmp(keyword, "const") == 0)
        return json_object_equal(rule, value) ||
               fail("is not", json_object_to_json_string(rule));
    if (strcmp(keyword, "minimum") == 0 || strcmp(keyword, "maximum") == 0)
        return check_range(rule, value, keyword[1] == 'i');
    if (strcmp(keyword, "minItems") == 0 || strcmp(keyword, "maxItems") == 0)
        return check_length(rule, value, keyword[1] == 'i');
    if (strcmp(keyword, "pattern") == 0)
        return check_pattern(rule, value);
    if (strcmp(keyword, "required") == 0)
        return check_required(rule, value);
    if (!is_annotation(keyword))
        give_up("unknown keyword", keyword);
    return true;
}

static bool validate(json *schema, json *value, int depth)
{
    bool is_valid = true;
    if (depth > DEEPEST)
        give_up("nested too deep", path);
    if (json_object_is_type(schema, json_type_boolean))
        return json_object_get_boolean(schema) || fail("is", "not allowed");
    bool allows_others =
        json_object_get_boolean(member(schema, "additionalProperties"));
    bool has_properties = member(schema, "properties") != NULL;
    bool is_object = json_object_is_type(value, json_type_object);
    json_object_object_foreach(schema, keyword, rule)
    {
        bool holds;
        if (strcmp(keyword, "properties") == 0)
            holds = check_properties(rule, value, allows_others, depth);
        else if (strcmp(keyword, "items") == 0)
            holds = check_items(rule, value, depth);
        else if (strcmp(keyword, "anyOf") == 0)
            holds = check_any(rule, value, depth);
        else if (strcmp(keyword, "$ref") == 0)
            holds = check_reference(rule, value, depth);
        else
            holds = check_simple(keyword, rule, value);
        is_valid = holds && is_valid;
    }
    /* An object that nobody describes is an oversight of the schema. */
    if (is_object && member(schema, "type") != NULL && !has_properties &&
        !allows_others)
        is_valid = fail("is an object without", "properties");
    return is_valid;
}

/* -------------------------------------------------------------- input ---- */

static char *read_all(FILE *file, size_t *out_length)
{
    char *bytes = NULL;
    size_t length = 0;
    size_t room = 0;
    for (;;) {
        if (length == room) {
            room = room == 0 ? 65536 : room * 2;
            bytes = realloc(bytes, room);
            if (bytes == NULL)
                give_up("no memory", "for the input");
        }
        size_t got = fread(bytes + length, 1, room - length, file);
        if (got == 0)
            break;
        length += got;
    }
    *out_length = length;
    return bytes;
}

/* One value and nothing else but white space behind it. */
static bool validate_text(json *schema, const char *bytes, size_t length)
{
    struct json_tokener *tokener = json_tokener_new();
    bool is_valid = false;
    if (tokener == NULL)
        give_up("no memory", "for a parser");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    json *value = json_tokener_parse_ex(tokener, bytes, (int)length);
    if (json_tokener_get_error(tokener) == json_tokener_success)
        is_valid = validate(schema, value, 0);
    else
        fail("is", "no JSON");
    json_object_put(value);
    json_tokener_free(tokener);
    return is_valid;
}

static bool validate_lines(json *schema, const char *bytes, size_t length)
{
    bool is_valid = length > 0 || fail("has", "no lines");
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        if (end == NULL)
            return fail("ends", "within a line");
        size_t line = (size_t)(end - bytes);
        is_valid = validate_text(schema, bytes, line) && is_valid;
        bytes += line + 1;
        length -= line + 1;
    }
    return is_valid;
}

int main(int count, char **values)
{
    bool is_lines = count == 4 && strcmp(values[1], "--lines") == 0;
    size_t length = 0;
    if (count != 3 && !is_lines)
        give_up("usage", "validate [--lines] SCHEMA DEFINITION < JSON");
    root = json_object_from_file(values[count - 2]);
    if (root == NULL)
        give_up("cannot read", values[count - 2]);
    json *schema = definition(values[count - 1]);
    char *bytes = read_all(stdin, &length);
    bool is_valid = is_lines ? validate_lines(schema, bytes, length)
                             : validate_text(schema, bytes, length);
    free(bytes);
    json_object_put(root);
    return is_valid ? 0 : 1;
}
