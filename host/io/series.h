/* The closed segments of one stream, read as if they were one file. */
#ifndef ENGRAM_IO_SERIES_H
#define ENGRAM_IO_SERIES_H
#include "io/h5.h"

struct series_segment {
    char *path;        /* owned */
    uint64_t begin, n; /* rows [begin, begin + n) of the whole */
};

struct series {
    struct series_segment *segments;
    size_t n_segments;
    uint64_t n_rows, width;
};

/* Segments folder/stem.NNNN.h5 with a dataset `name` of `rank` dimensions; all rows have the same width. None at all is fine: then n_rows is 0. */
engram_code series_open(const char *folder, const char *stem, const char *name, int rank, struct series *out,
                        engram_status *status);
void series_close(struct series *series);
/* Rows [begin, begin + n) of dataset `name` (which must have as many rows as the one named on opening) as memory type. */
engram_code series_read(const struct series *series, const char *name, int rank, uint64_t begin, uint64_t n,
                        hid_t memory_type, void *out, engram_status *status);
/* From the first segment: a whole column of n values; an attribute of an object as text (owned, "" if absent) or number (NAN if absent). There must be a segment. */
engram_code series_column(const struct series *series, const char *name, uint64_t n, hid_t memory_type,
                          void *out, engram_status *status);
engram_code series_text(const struct series *series, const char *object, const char *attribute, char **out,
                        engram_status *status);
engram_code series_real(const struct series *series, const char *object, const char *attribute, double *out,
                        engram_status *status);
bool series_has(const struct series *series, const char *name);
#endif
