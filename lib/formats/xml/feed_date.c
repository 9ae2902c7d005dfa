#include "formats/xml/feed_date.h"

#include "base/calendar.h"
#include "base/str.h"

#include <string.h>

/* No date is longer, with the longest names of days and months. */
#define LONGEST_DATE 100
#define LONGEST_WORD 40

/* What was found of a date so far. */
typedef struct parts {
    nx_date date;
    bool has_year;
    bool has_month;
    bool has_day;
    bool has_time;
    bool month_may_be_a_weekday; /* "mar." before a number is Tuesday, too */
    bool has_number;
    bool is_morning;
    bool is_afternoon;
    int32_t east;
} parts;

typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

/*
 * The twelve months in one language each. A name or three of its letters or
 * more mean a month if no other month of the table has them.
 */
static const char *const months[][12] = {
    {"januar", "februar", "märz", "april", "mai", "juni", "juli", "august",
     "september", "oktober", "november", "dezember"},
    {"jänner", "feber", "mrz", "", "", "", "", "", "", "", "", ""},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
     "septembre", "octobre", "novembre", "décembre"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
     "septiembre", "octubre", "noviembre", "diciembre"},
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
     "agosto", "settembre", "ottobre", "novembre", "dicembre"},
    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
     "agosto", "setembro", "outubro", "novembro", "dezembro"},
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
     "september", "oktober", "november", "december"},
    {"", "", "mrt", "", "maj", "", "", "augusti", "", "", "", ""},
    {"január", "február", "március", "április", "május", "június", "július",
     "augusztus", "szeptember", "október", "november", "december"},
    {"ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos",
     "eylül", "ekim", "kasım", "aralık"},
    {"ιανουαρίου", "φεβρουαρίου", "μαρτίου", "απριλίου", "μαΐου", "ιουνίου",
     "ιουλίου", "αυγούστου", "σεπτεμβρίου", "οκτωβρίου", "νοεμβρίου",
     "δεκεμβρίου"},
    {"ιανουάριος", "φεβρουάριος", "μάρτιος", "απρίλιος", "μάιος", "ιούνιος",
     "ιούλιος", "αύγουστος", "σεπτέμβριος", "οκτώβριος", "νοέμβριος",
     "δεκέμβριος"},
    {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
     "сентября", "октября", "ноября", "декабря"},
    {"", "", "", "", "май", "", "", "", "", "", "", ""}};

#define LANGUAGE_COUNT (sizeof months / sizeof months[0])

/*
 * Zones by name, in minutes east of Greenwich: those of RFC 5322 4.3 and those
 * whose letters have one offset in the time zone database. IST and the like,
 * which mean several, are not read.
 */
static const struct {
    const char *name;
    int32_t minutes;
} zones[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},     {"est", -300},
    {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420},  {"mdt", -360},
    {"pst", -480}, {"pdt", -420}, {"wet", 0},    {"west", 60},   {"bst", 60},
    {"cet", 60},   {"cest", 120}, {"met", 60},   {"mest", 120},  {"mez", 60},
    {"mesz", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},   {"hkt", 480},
    {"jst", 540},  {"kst", 540},  {"awst", 480}, {"acst", 570},  {"acdt", 630},
    {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},  {"ast", -240},
    {"adt", -180}, {"nst", -210}, {"ndt", -150}, {"akst", -540}, {"akdt", -480},
    {"hst", -600}, {"wat", 60},   {"cat", 120},  {"sast", 120},  {"eat", 180},
    {"pkt", 300},  {"wib", 420},  {"wita", 480}, {"wit", 540}};

/* The small letter for the capitals of Latin-1, Greek and Cyrillic too. */
static void fold_pair(char pair[2])
{
    const unsigned char first = (unsigned char)pair[0];
    const unsigned char second = (unsigned char)pair[1];

    if ((first == 0xC3 && second >= 0x80 && second <= 0x9E) ||
        (first == 0xCE && second >= 0x91 && second <= 0x9F) ||
        (first == 0xD0 && second >= 0x90 && second <= 0x9F)) {
        pair[1] = (char)(second + 0x20);
    } else if (first == 0xCE && second >= 0xA0 && second <= 0xA9) {
        pair[0] = (char)0xCF;
        pair[1] = (char)(second - 0x20);
    } else if (first == 0xD0 && second >= 0xA0 && second <= 0xAF) {
        pair[0] = (char)0xD1;
        pair[1] = (char)(second - 0x20);
    }
}

static bool is_letter(char byte)
{
    return nx_is_alpha(byte) || (unsigned char)byte >= 0x80;
}

/* The next word in small letters; longer ones than any name are cut. */
static newsidx_text read_word(cursor *in, char out[LONGEST_WORD])
{
    size_t length = 0;

    for (; in->at < in->end && is_letter(*in->at); in->at++) {
        if (length < LONGEST_WORD)
            out[length++] = nx_to_lower(*in->at);
    }
    for (size_t i = 0; i + 1 < length; i++)
        fold_pair(out + i);
    return nx_str_slice(out, length);
}

static size_t count_characters(newsidx_text word)
{
    size_t count = 0;

    for (size_t i = 0; i < word.length; i++)
        count += ((unsigned char)word.bytes[i] & 0xC0u) != 0x80u ? 1 : 0;
    return count;
}

/* 1 to 12; 0: none, or several. */
static int32_t find_month(newsidx_text word)
{
    int32_t found = nx_calendar_month(word);

    if (found > 0 || count_characters(word) < 3)
        return found;
    for (size_t i = 0; i < LANGUAGE_COUNT * 12; i++) {
        const int32_t month = (int32_t)(i % 12) + 1;

        if (!nx_str_starts_with(nx_str(months[i / 12][i % 12]), word))
            continue;
        if (found > 0 && found != month)
            return 0;
        found = month;
    }
    return found;
}

static bool find_zone(newsidx_text word, int32_t *out_east)
{
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (nx_str_equal(word, nx_str(zones[i].name))) {
            *out_east = zones[i].minutes * 60;
            return true;
        }
    }
    return false;
}

static bool is_one_of(newsidx_text word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (nx_str_equal(word, nx_str(*words)))
            return true;
    }
    return false;
}

static bool take_month(parts *found, int32_t month)
{
    if (found->has_month && !found->month_may_be_a_weekday)
        return false;
    found->date.month = month;
    found->has_month = true;
    found->month_may_be_a_weekday = !found->has_number;
    return true;
}

static bool take_word(parts *found, newsidx_text word)
{
    static const char *const fillers[] = {"t",   "de", "del", "of", "at", "um",
                                          "uhr", "à",  "h",   "年", "月", "日",
                                          "년",  "월", "일",  "kl", NULL};
    static const char *const mornings[] = {"am", "오전", "午前", "上午", NULL};
    static const char *const afternoons[] = {"pm", "오후", "午後", "下午",
                                             NULL};
    const int32_t month = find_month(word);

    if (month > 0)
        return take_month(found, month);
    if (is_one_of(word, mornings)) {
        found->is_morning = true;
        return !found->is_afternoon;
    }
    if (is_one_of(word, afternoons)) {
        found->is_afternoon = true;
        return !found->is_morning;
    }
    if (found->has_time && find_zone(word, &found->east))
        return true;
    /* A word before all numbers is a day of the week, in any language. */
    return !found->has_number || is_one_of(word, fillers);
}

/* Up to nine digits; how many there are in *out_count. */
static int32_t read_digits(cursor *in, size_t *out_count)
{
    int32_t number = 0;

    *out_count = 0;
    for (; in->at < in->end && nx_is_digit(*in->at); in->at++) {
        if (*out_count < 9)
            number = number * 10 + (*in->at - '0');
        *out_count += 1;
    }
    return number;
}

/* ":45[:30[.5]]", behind the hour. */
static bool take_time(parts *found, cursor *in, int32_t hour)
{
    size_t count;

    if (found->has_time)
        return false;
    found->has_time = true;
    found->date.hour = hour;
    in->at++;
    found->date.minute = read_digits(in, &count);
    if (count != 2)
        return false;
    if (in->at == in->end || *in->at != ':')
        return true;
    in->at++;
    found->date.second = read_digits(in, &count);
    if (count != 2)
        return false;
    if (in->end - in->at > 1 && *in->at == '.' && nx_is_digit(in->at[1])) {
        in->at++;
        read_digits(in, &count);
    }
    return true;
}

/* RFC 5322 4.3: 00 to 49 are of this century, other short ones of the last. */
static bool take_short_year(parts *found, int32_t number)
{
    found->date.year = number + (number < 50 ? 2000 : 1900);
    found->has_year = true;
    return true;
}

static bool take_number(parts *found, cursor *in)
{
    size_t count;
    const int32_t number = read_digits(in, &count);

    found->has_number = true;
    if (count <= 2 && in->at < in->end && *in->at == ':')
        return take_time(found, in, number);
    if (count == 4 && !found->has_year) {
        found->date.year = number;
        found->has_year = true;
        return true;
    }
    if (count > 2)
        return false;
    if (found->has_year && !found->has_month && !found->has_day) {
        found->date.month = number;
        found->has_month = true;
        return number >= 1;
    }
    if (!found->has_day) {
        found->date.day = number;
        found->has_day = true;
        return true;
    }
    return count == 2 && !found->has_year && found->has_month &&
           take_short_year(found, number);
}

/* "+02:00", "-0500" or "+02" behind a time. */
static bool take_offset(parts *found, cursor *in)
{
    const char *start = in->at++;

    while (in->at < in->end && (nx_is_digit(*in->at) || *in->at == ':'))
        in->at++;
    return nx_calendar_read_offset(
        nx_str_slice(start, (size_t)(in->at - start)), &found->east);
}

static bool take_next(parts *found, cursor *in)
{
    char word[LONGEST_WORD];
    const char byte = *in->at;

    if (nx_is_digit(byte))
        return take_number(found, in);
    if (is_letter(byte))
        return take_word(found, read_word(in, word));
    if (found->has_time && (byte == '+' || byte == '-') &&
        in->end - in->at > 1 && nx_is_digit(in->at[1]))
        return take_offset(found, in);
    in->at++;
    return nx_is_space(byte) || strchr(",.-/()", byte) != NULL;
}

static bool finish(parts *found, int64_t *out_seconds)
{
    if (!found->has_year || !found->has_month || !found->has_day)
        return false;
    if (found->is_morning || found->is_afternoon) {
        if (!found->has_time || found->date.hour > 23)
            return false;
        if (found->is_afternoon && found->date.hour < 12)
            found->date.hour += 12;
        else if (found->is_morning && found->date.hour == 12)
            found->date.hour = 0;
    }
    if (!nx_calendar_is_real(&found->date))
        return false;
    *out_seconds = nx_calendar_seconds(&found->date) - found->east;
    return true;
}

bool nx_feed_date_read(newsidx_text text, int64_t *out_seconds)
{
    const newsidx_text trimmed = nx_str_trim(text);
    parts found;
    cursor in;

    if (trimmed.length == 0 || trimmed.length > LONGEST_DATE)
        return false;
    if (nx_calendar_read(trimmed, out_seconds))
        return true;
    memset(&found, 0, sizeof found);
    in = (cursor){trimmed.bytes, trimmed.bytes + trimmed.length};
    while (in.at < in.end) {
        if (!take_next(&found, &in))
            return false;
    }
    return finish(&found, out_seconds);
}
