#include "formats/mail/mail.h"

#include "base/str.h"
#include "formats/mail/header.h"
#include "formats/mail/message.h"

#include <string.h>

/* Fields that only mails have, and fields that letters have as well. */
static const char *const sure[] = {
    "received",     "return-path",    "delivered-to",  "message-id",
    "mime-version", "x-received",     "received-spf",  "dkim-signature",
    "content-type", "in-reply-to",    "references",    "envelope-to",
    "newsgroups",   "x-gmail-labels", "x-original-to", "x-mailer",
    "list-id"};
static const char *const usual[] = {"from", "to", "subject", "date"};

static bool is_one_of(newsidx_text name, const char *const *names, size_t count,
                      uint32_t *seen)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_str_equal_ascii(name, nx_str(names[i]))) {
            *seen |= 1u << i;
            return true;
        }
    }
    return false;
}

static size_t count_bits(uint32_t bits)
{
    size_t count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/*
 * Fields and nothing else up to the blank line, or as far as `head` goes, and
 * among them those of a mail: two that only mails have, or one and a usual
 * one, or sender, date and a third with an address.
 */
static bool recognises(newsidx_text head)
{
    newsidx_text rest = head;
    uint32_t sure_seen = 0;
    uint32_t usual_seen = 0;
    bool has_address = false;
    nx_mail_field field;

    rest = nx_mail_start(rest);
    while (nx_mail_field_read(&rest, &field)) {
        (void)is_one_of(field.name, sure, sizeof sure / sizeof sure[0],
                        &sure_seen);
        if (is_one_of(field.name, usual, sizeof usual / sizeof usual[0],
                      &usual_seen) &&
            field.value.length > 0 &&
            memchr(field.value.bytes, '@', field.value.length) != NULL)
            has_address = true;
    }
    /* The head may end within a field's name. */
    if (rest.length > 0 && rest.bytes[0] != '\n' && rest.bytes[0] != '\r' &&
        memchr(rest.bytes, '\n', rest.length) != NULL)
        return false;
    if (count_bits(sure_seen) > 0)
        return count_bits(sure_seen) > 1 || usual_seen != 0;
    return count_bits(usual_seen) >= 3 && has_address;
}

const nx_format nx_format_mail = {
    .number = NEWSIDX_FORMAT_MAIL,
    .is_raw = true,
    .recognises = recognises,
    .read = nx_mail_message_read,
};
