#include "api/handle.h"

newsidx_status nx_handle_enter(newsidx *index, newsidx_error *err)
{
    if (index == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "index is NULL");
    nx_store_resume(index->store);
    return NEWSIDX_OK;
}
