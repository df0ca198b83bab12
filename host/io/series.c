#include "io/series.h"

#include "core/memory.h"
#include "io/folder.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static engram_code open_in(const char *path, const char *name, int rank, hid_t *file,
                           struct h5_column *column, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *column = (struct h5_column){.dataset = H5I_INVALID_HID};
    TRY(h5_open(path, file, status));
    TRY(rank == 1 ? h5_column_open(*file, path, name, column, status)
                  : h5_matrix_open(*file, path, name, column, status));
    TRY(h5_column_demand(column, H5_REALS, status));
cleanup:
    return code;
}

static void close_in(hid_t file, struct h5_column *column)
{
    h5_column_close(column);
    if (file >= 0)
        H5Fclose(file);
}

static engram_code measure(struct series *series, struct series_segment *segment, const char *name, int rank,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID;
    struct h5_column column;
    TRY(open_in(segment->path, name, rank, &file, &column, status));
    segment->begin = series->n_rows;
    segment->n = column.n;
    if (segment != series->segments && column.width != series->width)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "segments of one recording differ in shape",
                 .where = TEXT("%s: %s", segment->path, name),
                 .why = TEXT("%" PRIu64 " values per row instead of %" PRIu64, column.width, series->width),
                 .hint = "files of different runs are mixed in this folder"));
    series->width = column.width;
    series->n_rows += column.n;
cleanup:
    close_in(file, &column);
    return code;
}

engram_code series_open(const char *folder, const char *stem, const char *name, int rank, struct series *out,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct segment_list list = {0};
    *out = (struct series){0};
    TRY(folder_segments(folder, stem, &list, status));
    TRY(memory_new(&out->segments, list.n, sizeof *out->segments, "list of segments", status));
    for (size_t i = 0; i < list.n; i++) {
        out->segments[i].path = list.paths[i];
        list.paths[i] = NULL;
        out->n_segments = i + 1;
        TRY(measure(out, &out->segments[i], name, rank, status));
    }
cleanup:
    segment_list_free(&list);
    if (code != ENGRAM_OK)
        series_close(out);
    return code;
}

void series_close(struct series *series)
{
    for (size_t i = 0; i < series->n_segments; i++)
        free(series->segments[i].path);
    free(series->segments);
    *series = (struct series){0};
}

engram_code series_read(const struct series *series, const char *name, int rank, uint64_t begin, uint64_t n,
                        hid_t memory_type, void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID;
    struct h5_column column = {.dataset = H5I_INVALID_HID};
    size_t value = H5Tget_size(memory_type);
    for (size_t i = 0; i < series->n_segments && n; i++) {
        const struct series_segment *s = &series->segments[i];
        if (begin >= s->begin + s->n)
            continue;
        uint64_t count = s->begin + s->n - begin < n ? s->begin + s->n - begin : n;
        TRY(open_in(s->path, name, rank, &file, &column, status));
        if (column.n != s->n)
            TRY(FAIL(ENGRAM_E_INPUT, .what = "columns of a results file differ in length",
                     .where = TEXT("%s: %s", s->path, name),
                     .why = TEXT("%" PRIu64 " rows instead of %" PRIu64, column.n, s->n),
                     .hint = "the file was changed after it was written"));
        TRY(h5_column_read(&column, begin - s->begin, count, memory_type, out, status));
        out = (char *)out + count * column.width * value;
        close_in(file, &column);
        file = H5I_INVALID_HID;
        begin += count;
        n -= count;
    }
cleanup:
    close_in(file, &column);
    return code;
}

engram_code series_column(const struct series *series, const char *name, uint64_t n, hid_t memory_type,
                          void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID;
    struct h5_column column;
    TRY(open_in(series->segments[0].path, name, 1, &file, &column, status));
    if (column.n != n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "columns of a results file differ in length",
                 .where = TEXT("%s: %s", series->segments[0].path, name),
                 .why = TEXT("%" PRIu64 " values instead of %" PRIu64, column.n, n),
                 .hint = "the file was changed after it was written"));
    TRY(h5_column_read(&column, 0, n, memory_type, out, status));
cleanup:
    close_in(file, &column);
    return code;
}

engram_code series_text(const struct series *series, const char *object, const char *attribute, char **out,
                        engram_status *status)
{
    hid_t file = H5I_INVALID_HID;
    *out = NULL;
    engram_code code = h5_open(series->segments[0].path, &file, status);
    if (code != ENGRAM_OK)
        return code;
    hid_t at = h5_exists(file, object) ? H5Oopen(file, object, H5P_DEFAULT) : H5I_INVALID_HID;
    code = at < 0 ? memory_string(out, "", status) : h5_text_attribute(at, attribute, out, status);
    if (at >= 0)
        H5Oclose(at);
    H5Fclose(file);
    return code;
}

engram_code series_real(const struct series *series, const char *object, const char *attribute, double *out,
                        engram_status *status)
{
    hid_t file = H5I_INVALID_HID;
    *out = NAN;
    engram_code code = h5_open(series->segments[0].path, &file, status);
    if (code != ENGRAM_OK)
        return code;
    if (h5_exists(file, object) && H5Aexists_by_name(file, object, attribute, H5P_DEFAULT) > 0) {
        hid_t at = H5Aopen_by_name(file, object, attribute, H5P_DEFAULT, H5P_DEFAULT),
              space = H5Aget_space(at);
        if (H5Sget_simple_extent_npoints(space) == 1)
            H5Aread(at, H5T_NATIVE_DOUBLE, out);
        H5Sclose(space);
        H5Aclose(at);
    }
    H5Fclose(file);
    return ENGRAM_OK;
}

bool series_has(const struct series *series, const char *name)
{
    hid_t file = H5I_INVALID_HID;
    if (!series->n_segments || h5_open(series->segments[0].path, &file, NULL) != ENGRAM_OK)
        return false;
    bool has = h5_exists(file, name);
    H5Fclose(file);
    return has;
}
