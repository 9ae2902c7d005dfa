/* Dates as feeds write them, whatever the program and its language. */
#ifndef NX_FORMATS_XML_FEED_DATE_H
#define NX_FORMATS_XML_FEED_DATE_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * What nx_calendar_read() reads, and besides:
 *   asctime    Sun Jan  4 16:29:06 PST 2004
 *   localised  Di., 12. März 2013 10:00 Uhr MEZ | 2004-július-13T9:15-05:00
 *              (German, French, Spanish, Italian, Portuguese, Dutch, Danish,
 *              Swedish, Hungarian, Turkish, Greek, Russian months)
 *   year first 2006/09/15 08:19:53 EDT | 2004년 05월 25일 오후 11:23:17
 *   zones      names that stand for one offset in the whole world, as CEST,
 *              and those of RFC 5322; GMT+02:00
 *   halves     9:15 PM
 * Numbers alone are read only with the year first: 9/10/2016 is not. Without
 * a zone a time is of UTC. False leaves `*out_seconds` as it was.
 */
bool nx_feed_date_read(newsidx_text text, int64_t *out_seconds);

#endif
