/* /rates: one row per bin. SONATA has no such file, so the layout is our own: time [bins] (end of the bin), rate_hz and n_spikes [bins x populations]. */
#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdlib.h>

enum { TIME, RATE, COUNT };
enum { CHUNK_ROWS = 1024 };

static engram_code put_populations(hid_t file, const struct network *network, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    uint64_t *sizes = NULL, n = network->n_populations;
    TRY(memory_new(&names, n, sizeof *names, "names of populations", status));
    TRY(memory_new(&sizes, n, sizeof *sizes, "sizes of populations", status));
    for (uint64_t i = 0; i < n; i++) {
        names[i] = network->populations[i].name;
        sizes[i] = network->populations[i].n;
    }
    TRY(h5_put_texts(file, "/rates/population", names, n, status));
    TRY(h5_put_column(file, "/rates/n_neurons", H5T_STD_U64LE, H5T_NATIVE_UINT64, sizes, n, status));
cleanup:
    free(names);
    free(sizes);
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    engram_code code = ENGRAM_OK;
    const struct network *network = stream->network;
    uint64_t n = network->n_populations;
    const struct h5_table_shape column = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    const struct h5_table_shape table = {.chunk_rows = CHUNK_ROWS, .width = n, .chunk_width = n, .packed = 1};
    hid_t group = H5I_INVALID_HID;
    TRY(h5_make_group(stream->segment.file, "/rates", &group, status));
    TRY(h5_put_real(group, "bin_ms", (double)network->rate_bin * network->dt_ms, status));
    TRY(put_populations(stream->segment.file, network, status));
    TRY(h5_table_create(group, "time", H5T_IEEE_F64LE, &column, &stream->table[TIME], status));
    TRY(h5_put_text(stream->table[TIME], "units", "ms", status));
    TRY(h5_table_create(group, "rate", H5T_IEEE_F64LE, &table, &stream->table[RATE], status));
    TRY(h5_put_text(stream->table[RATE], "units", "Hz", status));
    TRY(h5_table_create(group, "n_spikes", H5T_STD_U64LE, &table, &stream->table[COUNT], status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *network = stream->network;
    const uint64_t *counts = part->column[RATE_COUNT];
    uint64_t bin = part->step % network->rate_bin
                       ? part->step % network->rate_bin
                       : network->rate_bin; /* the last bin of a run may be short */
    double *rates = NULL, seconds = 1e-3 * (double)bin * network->dt_ms,
           time = (double)part->step * network->dt_ms;
    TRY(memory_new(&rates, part->n, sizeof *rates, "rates", status));
    for (uint64_t i = 0; i < part->n; i++)
        rates[i] = (double)counts[i] / ((double)network->populations[i].n * seconds);
    TRY(h5_table_put(stream->table[TIME], stream->rows, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_grow(stream->table[RATE], stream->rows + 1, part->n, status));
    TRY(h5_table_put_row(stream->table[RATE], stream->rows, 0, part->n, H5T_NATIVE_DOUBLE, rates, status));
    TRY(h5_table_grow(stream->table[COUNT], stream->rows + 1, part->n, status));
    TRY(h5_table_put_row(stream->table[COUNT], stream->rows, 0, part->n, H5T_NATIVE_UINT64, counts, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    free(rates);
    return code;
}

const struct stream_kind stream_rates = {begin, put, NULL};
