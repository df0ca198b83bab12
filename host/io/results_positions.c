/* Where neurons lie, read back. */
#include "core/memory.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

engram_code results_find_positions(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct stat facts;
    hid_t file = H5I_INVALID_HID;
    char path[4096];
    snprintf(path, sizeof path, "%s/nodes.h5", r->folder);
    if (stat(path, &facts))
        return ENGRAM_OK;
    TRY(h5_open(path, &file, status));
    for (size_t i = 0; i < r->n_populations; i++)
        r->populations[i].has_positions = h5_exists(file, TEXT("nodes/%s/0/x", r->populations[i].name));
cleanup:
    if (file >= 0)
        H5Fclose(file);
    return code;
}

static engram_code read_axis(hid_t file, const char *path, const engram_results_population *p, char axis,
                             float *values, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct h5_column column = {.dataset = H5I_INVALID_HID};
    char name[600];
    snprintf(name, sizeof name, "/nodes/%s/0/%c", p->name, axis);
    TRY(h5_column_open(file, path, name, &column, status));
    TRY(h5_column_demand(&column, H5_REALS, status));
    if (column.n != p->n_neurons)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "positions do not fit their run",
                 .where = TEXT("%s: %s", path, name),
                 .why = TEXT("%" PRIu64 " values for %" PRIu64 " neurons", column.n, p->n_neurons),
                 .hint = "files of different runs are mixed in this folder"));
    TRY(h5_column_read(&column, 0, column.n, H5T_NATIVE_FLOAT, values, status));
cleanup:
    h5_column_close(&column);
    return code;
}

engram_code engram_results_positions(engram_results *r, size_t i, float *xyz_um, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID;
    float *values = NULL;
    char path[4096];
    TRY(results_check_range("populations", i, 1, r->n_populations, status));
    const engram_results_population *p = &r->populations[i];
    if (!p->has_positions)
        return FAIL(ENGRAM_E_STATE, .what = TEXT("population '%s' has no positions", p->name),
                    .where = r->folder, .why = "its experiment gives it none",
                    .hint = "add  positions  to the population, and run again");
    snprintf(path, sizeof path, "%s/nodes.h5", r->folder);
    TRY(h5_open(path, &file, status));
    TRY(memory_new(&values, p->n_neurons, sizeof *values, "positions", status));
    for (uint64_t axis = 0; axis < 3; axis++) {
        TRY(read_axis(file, path, p, "xyz"[axis], values, status));
        for (uint64_t k = 0; k < p->n_neurons; k++)
            xyz_um[3 * k + axis] = values[k];
    }
cleanup:
    if (file >= 0)
        H5Fclose(file);
    free(values);
    return code;
}
