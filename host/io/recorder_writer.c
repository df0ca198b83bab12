#include "io/h5.h"
#include "io/recorder_state.h"

#include <stdlib.h>

static void note_failure(struct recorder *r, engram_code code)
{
    if (code != ENGRAM_OK && r->failed == ENGRAM_OK)
        r->failed = code;
}

/* A status of its own for every failure after the first: that one must stay as it is. */
static engram_status *writer_status(const struct recorder *r)
{
    return r->failed == ENGRAM_OK ? r->failure : NULL;
}

static void close_streams(struct recorder *r, bool only_old)
{
    double now = clock_seconds();
    for (uint32_t i = 0; i < r->n_streams; i++) {
        struct stream *stream = &r->streams[i];
        note_failure(r, only_old ? stream_close_if_old(stream, now, writer_status(r))
                                 : stream_close(stream, writer_status(r)));
    }
}

void *recorder_writer(void *context)
{
    struct recorder *r = context;
    bool stopped = false;
    double look = r->options.segment_seconds < 1.0 ? r->options.segment_seconds : 1.0,
           last_look = clock_seconds();
    h5_quiet();
    for (;;) {
        struct part *part = queue_pop(&r->queue, look, &stopped);
        if (part && r->failed == ENGRAM_OK)
            note_failure(r, stream_put(&r->streams[part->stream], part, r->failure));
        free(part);
        if (!part && stopped)
            break;
        if (clock_seconds() - last_look >= look) {
            close_streams(r, true);
            last_look = clock_seconds();
        }
    }
    close_streams(r, false); /* also after a failure: what the other streams hold may still fit on the disk */
    return NULL;
}
