#include "formats/xml/records.h"

#include "base/memory.h"

struct nx_records {
    nx_xml *xml;
    nx_record_read read;
};

newsidx_status nx_records_open(const nx_origin *origin,
                               nx_xml_is_record is_record, nx_record_read read,
                               void **out_state, newsidx_error *err)
{
    nx_records *records = nx_new(nx_records);
    newsidx_status status;

    *out_state = NULL;
    if (records == NULL)
        return nx_fail_memory(err);
    records->read = read;
    status =
        nx_xml_open(origin->input, origin->line, is_record, &records->xml, err);
    if (status < 0)
        nx_records_close(records);
    else
        *out_state = records;
    return status;
}

newsidx_status nx_records_next(void *state, nx_item *item, newsidx_error *err)
{
    nx_records *records = state;
    const nx_xml_node *record;
    newsidx_status status = nx_xml_next(records->xml, &record, err);
    nx_put put;

    item->line = nx_xml_line(records->xml);
    item->start_bytes = nx_xml_offset(records->xml);
    if (status != NEWSIDX_OK)
        return status;
    nx_put_begin(&put, item, err);
    records->read(&put, record);
    status = nx_put_end(&put);
    if (status < 0 && err != NULL)
        err->offset = (size_t)item->start_bytes;
    return status;
}

void nx_records_close(void *state)
{
    nx_records *records = state;

    if (records == NULL)
        return;
    nx_xml_close(records->xml);
    nx_free(records);
}
