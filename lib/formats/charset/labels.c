#include "formats/charset/labels.h"

#include "base/str.h"

#include <string.h>

typedef struct known_charset {
    const char *name;
    bool is_single_byte;
    const char *labels; /* in lower case, with a blank before and after each */
} known_charset;

/*
 * First those of https://encoding.spec.whatwg.org/#names-and-labels, under the
 * names of a charset of glibc that has the same letters. What that standard
 * refuses for the safety of browsers is read here: there is nothing to run in
 * an archive. Then what it leaves out and wires, feeds and uchardet still use.
 */
static const known_charset charsets[] = {
    {"UTF-8", false,
     " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
     "x-unicode20utf8 "},
    {"IBM866", true, " 866 cp866 csibm866 ibm866 "},
    {"ISO-8859-2", true,
     " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
     "iso_8859-2:1987 l2 latin2 "},
    {"ISO-8859-3", true,
     " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
     "iso_8859-3:1988 l3 latin3 "},
    {"ISO-8859-4", true,
     " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
     "iso_8859-4:1988 l4 latin4 "},
    {"ISO-8859-5", true,
     " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 "
     "iso_8859-5 iso_8859-5:1988 "},
    {"ISO-8859-6", true,
     " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 "
     "iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 "
     "iso_8859-6 iso_8859-6:1987 "},
    {"ISO-8859-7", true,
     " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 "
     "iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek "},
    {"ISO-8859-8", true,
     " csiso88598e csiso88598i csisolatinhebrew hebrew iso-8859-8 "
     "iso-8859-8-e iso-8859-8-i iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
     "iso_8859-8:1988 logical visual "},
    {"ISO-8859-10", true,
     " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {"ISO-8859-13", true, " iso-8859-13 iso8859-13 iso885913 "},
    {"ISO-8859-14", true, " iso-8859-14 iso8859-14 iso885914 "},
    {"ISO-8859-15", true,
     " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin-9 "},
    {"ISO-8859-16", true, " iso-8859-16 "},
    {"KOI8-R", true, " cskoi8r koi koi8 koi8-r koi8_r "},
    {"KOI8-U", true, " koi8-ru koi8-u "},
    {"MACINTOSH", true, " csmacintosh mac macintosh x-mac-roman "},
    {"WINDOWS-874", true,
     " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "},
    {"CP1250", true, " cp1250 windows-1250 x-cp1250 "},
    {"CP1251", true, " cp1251 windows-1251 x-cp1251 "},
    {"CP1252", true,
     " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 "
     "iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 "
     "us-ascii windows-1252 x-cp1252 "},
    {"CP1253", true, " cp1253 windows-1253 x-cp1253 "},
    {"CP1254", true,
     " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 "
     "iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 "},
    {"CP1255", true, " cp1255 windows-1255 x-cp1255 "},
    {"CP1256", true, " cp1256 windows-1256 x-cp1256 "},
    {"CP1257", true, " cp1257 windows-1257 x-cp1257 "},
    {"CP1258", true, " cp1258 windows-1258 x-cp1258 "},
    {"MAC-CYRILLIC", true, " mac-cyrillic x-mac-cyrillic x-mac-ukrainian "},
    {"GB18030", false,
     " chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 "
     "gbk iso-ir-58 x-gbk euc-cn cp936 "},
    {"BIG5-HKSCS", false, " big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 "},
    {"EUC-JP-MS", false, " cseucpkdfmtjapanese euc-jp euc-jp-ms x-euc-jp "},
    {"ISO-2022-JP", false, " csiso2022jp iso-2022-jp "},
    {"CP932", false,
     " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j "
     "x-sjis cp932 "},
    {"UHC", false,
     " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 "
     "ks_c_5601-1989 ksc5601 ksc_5601 windows-949 uhc cp949 "},
    {"ISO-2022-KR", false, " csiso2022kr iso-2022-kr "},
    {"ISO-2022-CN-EXT", false, " iso-2022-cn iso-2022-cn-ext "},
    {"UTF-16BE", false, " unicodefffe utf-16be "},
    {"UTF-16LE", false,
     " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
    {"UTF-32BE", false, " utf-32be ucs-4be "},
    {"UTF-32LE", false, " utf-32 utf-32le ucs-4 ucs-4le "},
    {"EUC-TW", false, " euc-tw x-euc-tw "},
    {"JOHAB", false, " johab "},
    {"IBM437", true, " 437 cp437 cspc8codepage437 ibm437 "},
    {"IBM850", true, " 850 cp850 cspc850multilingual ibm850 "},
    {"IBM852", true, " 852 cp852 cspcp852 ibm852 "},
    {"IBM855", true, " 855 cp855 csibm855 ibm855 "},
    {"IBM857", true, " 857 cp857 csibm857 ibm857 "},
    {"CP858", true, " cp858 ibm00858 "},
    {"IBM862", true, " 862 cp862 ibm862 "},
    {"IBM865", true, " 865 cp865 ibm865 "},
    {"CP737", true, " cp737 ibm737 "},
    {"MAC-CENTRALEUROPE", true,
     " mac-centraleurope maccentraleurope x-mac-ce x-mac-centraleurroman "},
    {"VISCII", true, " viscii "},
    {"GEORGIAN-PS", true, " georgian-ps "},
    {"GEORGIAN-ACADEMY", true, " georgian-academy "},
};
#define CHARSET_COUNT (sizeof charsets / sizeof *charsets)

/* No label is longer. */
#define LONGEST_LABEL 40

const char *nx_charset_name(size_t number)
{
    return number < CHARSET_COUNT ? charsets[number].name : NULL;
}

const char *nx_charset_find(newsidx_text label)
{
    char wanted[LONGEST_LABEL + 3] = " ";
    const newsidx_text trimmed = nx_str_trim(label);

    if (trimmed.length == 0 || trimmed.length > LONGEST_LABEL)
        return NULL;
    for (size_t i = 0; i < trimmed.length; i++) {
        /* A blank would find two labels as one, NUL the end of any. */
        if (trimmed.bytes[i] == '\0' || nx_is_space(trimmed.bytes[i]))
            return NULL;
        wanted[i + 1] = nx_to_lower(trimmed.bytes[i]);
    }
    wanted[trimmed.length + 1] = ' ';
    for (size_t i = 0; i < CHARSET_COUNT; i++) {
        if (strstr(charsets[i].labels, wanted) != NULL ||
            nx_str_equal_ascii(trimmed, nx_str(charsets[i].name)))
            return charsets[i].name;
    }
    return NULL;
}

bool nx_charset_is_single_byte(const char *charset)
{
    for (size_t i = 0; i < CHARSET_COUNT; i++) {
        if (strcmp(charsets[i].name, charset) == 0)
            return charsets[i].is_single_byte;
    }
    return false;
}
