/* What formats have in common that read one record after another. */
#ifndef NX_FORMATS_XML_RECORDS_H
#define NX_FORMATS_XML_RECORDS_H

#include "formats/format.h"
#include "formats/xml/put.h"
#include "formats/xml/xml.h"

/* The state of such a format. */
typedef struct nx_records nx_records;

/* Reads one record to `put`. A record without an article in it is an error,
 * with a reason; the place is added here. */
typedef void (*nx_record_read)(nx_put *put, const nx_xml_node *record);

/* For a format's open: `out_state` gets an nx_records. */
newsidx_status nx_records_open(const nx_origin *origin,
                               nx_xml_is_record is_record, nx_record_read read,
                               void **out_state, newsidx_error *err);

/* A format's next and close. */
newsidx_status nx_records_next(void *state, nx_item *item, newsidx_error *err);
void nx_records_close(void *state);

#endif
