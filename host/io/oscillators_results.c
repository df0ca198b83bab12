#include "io/oscillators_results.h"

#include "core/memory.h"
#include "io/folder.h"
#include "io/h5_write.h"
#include "io/manifest.h"
#include "io/numbers.h"
#include "io/segment.h"

#include <stdlib.h>
#include <string.h>

const char *const snapshot_names[N_SNAPSHOTS] = {"start", "before", "end"};

engram_code oscillators_results_begin(const char *folder, const struct oscillators *o,
                                      struct disk_record *records, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(folder_make(folder, status));
    TRY(disk_write_text(folder, "experiment.yaml", o->run->source_text, &records[0], status));
    TRY(manifest_write_start(folder, o->run, &records[1], status));

cleanup:
    return code;
}

/* ---- oscillators.h5 ---- */

static engram_code put_units(hid_t file, const char *name, const char *units, engram_status *status)
{
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    engram_code code = h5_put_text(dataset, "units", units, status);
    H5Dclose(dataset);
    return code;
}

static engram_code put_reals(hid_t file, const char *name, const double *values, uint64_t n,
                             const char *units, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(h5_put_column(file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, n, status));
    TRY(put_units(file, name, units, status));

cleanup:
    return code;
}

static engram_code put_floats(hid_t file, const char *name, const float *values, uint64_t n,
                              const char *units, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(h5_put_column(file, name, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, values, n, status));
    TRY(put_units(file, name, units, status));

cleanup:
    return code;
}

static engram_code put_delays(hid_t file, const struct oscillators_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = r->o;
    uint64_t n_bins = (uint64_t)o->longest_delay + 1;
    double *bins = NULL;
    TRY(put_reals(file, "/delay/time", r->delay_time_ms, r->n_delays, "ms", status));
    TRY(put_reals(file, "/delay/mean", r->delay_ms, r->n_delays, "ms", status));
    TRY(memory_new(&bins, n_bins, sizeof *bins, "histogram of delays", status));
    for (uint64_t k = 0; k < n_bins; k++)
        bins[k] = (double)k * o->run->dt_ms;
    TRY(put_reals(file, "/delay/histogram/delay", bins, n_bins, "ms", status));
    for (int k = 0; k < N_SNAPSHOTS; k++)
        if (r->histogram[k])
            TRY(h5_put_column(file, TEXT("/delay/histogram/%s", snapshot_names[k]), H5T_STD_U64LE,
                              H5T_NATIVE_UINT64, r->histogram[k], n_bins, status));

cleanup:
    free(bins);
    return code;
}

/* Velocities are kept in mm per step. */
static engram_code put_connections(hid_t file, const struct oscillators_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = r->o;
    uint64_t n = o->n_connections;
    uint32_t *target = NULL;
    float *velocity = NULL;
    TRY(memory_new(&target, n, sizeof *target, "connections", status));
    TRY(memory_new(&velocity, n, sizeof *velocity, "connections", status));
    for (uint32_t i = 0; i < o->n; i++)
        for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++)
            target[k] = i;
    for (uint64_t k = 0; k < n; k++)
        velocity[k] = (float)((double)r->trace->velocity[k] / o->run->dt_ms);
    TRY(h5_put_column(file, "/connections/source", H5T_STD_U32LE, H5T_NATIVE_UINT32, o->source, n, status));
    TRY(h5_put_column(file, "/connections/target", H5T_STD_U32LE, H5T_NATIVE_UINT32, target, n, status));
    TRY(put_floats(file, "/connections/length", o->length, n, "mm", status));
    TRY(put_floats(file, "/connections/weight", r->trace->weight, n, "1", status));
    TRY(put_floats(file, "/connections/velocity", velocity, n, "m/s", status));

cleanup:
    free(target);
    free(velocity);
    return code;
}

static engram_code put_all(hid_t file, const struct oscillators_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = r->trace->n_steps;
    double *time = NULL;
    TRY(memory_new(&time, n, sizeof *time, "times", status));
    for (uint64_t k = 0; k < n; k++)
        time[k] = (double)(k + 1) * r->o->run->dt_ms;
    TRY(put_reals(file, "/order/time", time, n, "ms", status));
    TRY(put_reals(file, "/order/adaptive", r->order, n, "1", status));
    if (r->order_control)
        TRY(put_reals(file, "/order/static", r->order_control, n, "1", status));
    TRY(put_floats(file, "/phases", r->trace->phase, r->o->n, "rad", status));
    TRY(put_delays(file, r, status));
    TRY(put_connections(file, r, status));

cleanup:
    free(time);
    return code;
}

static engram_code write_h5(const char *folder, const struct oscillators_results *r,
                            struct disk_record *record, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct segment segment;
    TRY(segment_create(folder, "oscillators.h5", r->o->run, &segment, status));
    code = put_all(segment.file, r, status);
    if (code != ENGRAM_OK) {
        code = segment_outcome(&segment, code, status);
        segment_discard(&segment);
    } else
        code = segment_commit(&segment, record, status);

cleanup:
    return code;
}

engram_code oscillators_results_end(const char *folder, const struct oscillators_results *results,
                                    const struct run_summary *summary, const struct disk_record *begun,
                                    engram_status *status)
{
    enum { N_FILES = N_RESULTS_BEGUN + 2 };
    engram_code code = ENGRAM_OK;
    struct disk_record files[N_FILES] = {{0}};
    memcpy(files, begun, N_RESULTS_BEGUN * sizeof *files);
    TRY(write_h5(folder, results, &files[N_RESULTS_BEGUN], status));
    TRY(numbers_write(folder, results->o->run, summary, &files[N_RESULTS_BEGUN + 1], status));
    TRY(manifest_write_end(folder, results->o->run, summary, files, N_FILES, status));

cleanup:
    for (int i = N_RESULTS_BEGUN; i < N_FILES; i++)
        free(files[i].name);
    return code;
}
