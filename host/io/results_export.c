/* All spikes of a run in one SONATA file. */
#include <engram/results.h>

#include "core/memory.h"
#include "io/h5_write.h"
#include "io/results_state.h"
#include "io/segment.h"
#include "io/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 1 << 16 };

static engram_code copy_population(engram_results *r, size_t i, hid_t file, bool sorting_as_enum,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_population *p = &r->populations[i];
    hid_t table[2];
    uint32_t *neuron = NULL;
    double *time_ms = NULL;
    TRY(memory_new(&neuron, BLOCK, sizeof *neuron, "spikes", status));
    TRY(memory_new(&time_ms, BLOCK, sizeof *time_ms, "spikes", status));
    TRY(spikes_create(file, p->name, p->n_neurons, sorting_as_enum, table, status));
    for (uint64_t begin = 0; begin < p->n_spikes; begin += BLOCK) {
        uint64_t n = p->n_spikes - begin < BLOCK ? p->n_spikes - begin : BLOCK;
        TRY(engram_results_spikes(r, i, begin, n, neuron, time_ms, status));
        TRY(h5_table_put(table[0], begin, n, H5T_NATIVE_UINT32, neuron, status));
        TRY(h5_table_put(table[1], begin, n, H5T_NATIVE_DOUBLE, time_ms, status));
    }
cleanup:
    free(neuron);
    free(time_ms);
    return code;
}

engram_code results_new_file(const char *path, char **folder, const char **name, engram_status *status)
{
    struct stat facts;
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!stat(path, &facts) || errno != ENOENT)
        return FAIL(ENGRAM_E_USAGE, .what = "nothing is overwritten", .where = path,
                    .why = "a file of this name exists, or its folder does not",
                    .hint = "give another name for the exported file");
    engram_code code = memory_string(folder, slash ? path : ".", status);
    if (code == ENGRAM_OK && slash)
        (*folder)[slash == path ? 1 : slash - path] = 0;
    return code;
}

engram_code engram_results_export_spikes(engram_results *r, const char *path, bool sorting_as_enum,
                                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct segment segment = {.file = H5I_INVALID_HID, .disk.descriptor = -1};
    struct disk_record record = {0};
    char *folder = NULL;
    const char *name = NULL;
    const char *seed = engram_results_fact(r, "seed"), *run = engram_results_fact(r, "name");
    struct network network = {
        .name = (char *)(run ? run : ""), .seed = seed ? strtoull(seed, NULL, 10) : 0, .dt_ms = r->dt_ms};
    code = results_new_file(path, &folder, &name, status);
    if (code != ENGRAM_OK)
        return code;
    TRY(segment_create(folder, name, &network, &segment, status));
    for (size_t i = 0; i < r->n_populations; i++)
        TRY(copy_population(r, i, segment.file, sorting_as_enum, status));
    code = segment_commit(&segment, &record, status);
    free(record.name);
    free(folder);
    return code;
cleanup:
    code = segment_outcome(&segment, code, status);
    segment_discard(&segment);
    free(folder);
    return code;
}
