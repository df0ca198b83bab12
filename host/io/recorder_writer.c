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

/* Files are few, and HDF5 looks through all that are open whenever one is closed: with too many, close the one that has been open longest. */
static void close_oldest(struct recorder *r)
{
    struct stream *oldest = NULL;
    uint32_t n_open = 0;
    for (uint32_t i = 0; i < r->n_streams; i++) {
        struct stream *stream = &r->streams[i];
        n_open += stream->is_open;
        if (stream->is_open && stream->whole && (!oldest || stream->opened_s < oldest->opened_s))
            oldest = stream;
    }
    if (oldest && n_open > r->options.most_open)
        note_failure(r, stream_close(oldest, writer_status(r)));
}

static void put_part(struct recorder *r, const struct part *part)
{
    struct stream *stream = &r->streams[part->stream];
    bool was_open = stream->is_open;
    note_failure(r, stream_put(stream, part, r->failure));
    if (!was_open && stream->is_open)
        close_oldest(r);
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
            put_part(r, part);
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
