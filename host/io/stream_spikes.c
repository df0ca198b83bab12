/* /spikes/<population>/node_ids, timestamps: SONATA's spike file, sorted by time and, within a step, by neuron. */
#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>

enum { NODE_IDS, TIMESTAMPS };
enum { CHUNK_ROWS = 8192 };

/* libsonata wants an enumeration on one byte, Allen's tools a text. */
static engram_code put_sorting(hid_t group, bool as_enum, engram_status *status)
{
    static const char *const names[] = {"none", "by_id", "by_time"};
    if (!as_enum)
        return h5_put_text(group, "sorting", "by_time", status);
    hid_t type = H5Tenum_create(H5T_STD_U8LE);
    for (uint8_t i = 0; i < 3; i++)
        H5Tenum_insert(type, names[i], &i);
    hid_t space = H5Screate(H5S_SCALAR),
          attribute = H5Acreate2(group, "sorting", type, space, H5P_DEFAULT, H5P_DEFAULT);
    herr_t written = H5Awrite(attribute, type, &(uint8_t){2});
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
    return written < 0
               ? FAIL(ENGRAM_E_RESOURCES, .what = "HDF5 could not take a value",
                      .where = "attribute 'sorting'", .why = "memory is short", .hint = "free some memory")
               : ENGRAM_OK;
}

engram_code spikes_create(hid_t file, const char *population, uint64_t n_neurons, bool sorting_as_enum,
                          hid_t table[2], engram_status *status)
{
    static const struct h5_table_shape shape = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    engram_code code = ENGRAM_OK;
    hid_t group = H5I_INVALID_HID;
    char name[512];
    snprintf(name, sizeof name, "/spikes/%s", population);
    TRY(h5_make_group(file, name, &group, status));
    TRY(put_sorting(group, sorting_as_enum, status));
    TRY(h5_put_integers(group, "n_neurons", H5T_STD_U64LE, &n_neurons, 1, status));
    TRY(h5_table_create(group, "node_ids", H5T_STD_U64LE, &shape, &table[NODE_IDS], status));
    TRY(h5_table_create(group, "timestamps", H5T_IEEE_F64LE, &shape, &table[TIMESTAMPS], status));
    TRY(h5_put_text(table[TIMESTAMPS], "units", "ms", status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    const struct population *population = &stream->network->populations[stream->index];
    return spikes_create(stream->segment.file, population->name, population->n,
                         stream->options->sorting_as_enum, stream->table, status);
}

static int compare_neurons(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Neurons of each step in ascending order: the file then does not depend on the order in which a device found them. */
static void sort_steps(uint64_t n, const uint64_t *steps, uint32_t *neurons)
{
    for (uint64_t begin_step = 0, end; begin_step < n; begin_step = end) {
        bool sorted = true;
        for (end = begin_step + 1; end < n && steps[end] == steps[begin_step]; end++)
            sorted = sorted && neurons[end - 1] <= neurons[end];
        if (!sorted)
            qsort(neurons + begin_step, end - begin_step, sizeof *neurons, compare_neurons);
    }
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint64_t *steps = part->column[SPIKE_STEP];
    uint32_t *neurons = part->column[SPIKE_NEURON];
    double *times = NULL;
    TRY(memory_new(&times, part->n, sizeof *times, "times of spikes", status));
    for (uint64_t i = 0; i < part->n; i++)
        times[i] = (double)steps[i] * stream->network->dt_ms;
    sort_steps(part->n, steps, neurons);
    TRY(h5_table_put(stream->table[NODE_IDS], stream->rows, part->n, H5T_NATIVE_UINT32, neurons, status));
    TRY(h5_table_put(stream->table[TIMESTAMPS], stream->rows, part->n, H5T_NATIVE_DOUBLE, times, status));
    stream->rows += part->n;
    stream->last_step = steps[part->n - 1];
cleanup:
    free(times);
    return code;
}

const struct stream_kind stream_spikes = {begin, put, NULL};
