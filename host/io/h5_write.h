/* Writing HDF5: files that go through io/disk.h, attributes, growing tables. */
#ifndef ENGRAM_IO_H5_WRITE_H
#define ENGRAM_IO_H5_WRITE_H
#include "core/status.h"
#include "io/disk.h"

#include <hdf5.h>
#include <stdint.h>

/* A new HDF5 file whose bytes go to `disk` (borrowed until the file is closed), without time stamps: equal contents give equal bytes.
 * Ids of datasets are closed with it. A failed write is latched in disk->error and not reported here. */
engram_code h5_create(struct disk_file *disk, hid_t *file, engram_status *status);

engram_code h5_put_text(hid_t object, const char *name, const char *text, engram_status *status);
engram_code h5_put_real(hid_t object, const char *name, double value, engram_status *status);
engram_code h5_put_integers(hid_t object, const char *name, hid_t file_type, const uint64_t *values,
                            uint64_t n, engram_status *status);

/* Groups are made with their parents. */
engram_code h5_make_group(hid_t file, const char *name, hid_t *group, engram_status *status);

/* How a table is stored: `chunk_rows` rows of `width` values per chunk (width 0: one-dimensional), each chunk with a checksum (fletcher32), packed where that pays
 * (shuffle and deflate, readable everywhere). */
struct h5_table_shape {
    uint64_t width, chunk_rows, chunk_width;
    int packed;
};
/* An empty table that grows by rows; parents are made. */
engram_code h5_table_create(hid_t file, const char *name, hid_t file_type, const struct h5_table_shape *shape,
                            hid_t *dataset, engram_status *status);
/* Make it n_rows long. */
engram_code h5_table_grow(hid_t dataset, uint64_t n_rows, uint64_t width, engram_status *status);
/* Write rows [row, row + n) of a one-dimensional table, which are grown as needed. */
engram_code h5_table_put(hid_t dataset, uint64_t row, uint64_t n, hid_t memory_type, const void *values,
                         engram_status *status);
/* Write columns [column, column + n) of one row of a table grown before. */
engram_code h5_table_put_row(hid_t dataset, uint64_t row, uint64_t column, uint64_t n, hid_t memory_type,
                             const void *values, engram_status *status);
/* A column written once. */
engram_code h5_put_column(hid_t file, const char *name, hid_t file_type, hid_t memory_type,
                          const void *values, uint64_t n, engram_status *status);
engram_code h5_put_texts(hid_t file, const char *name, const char *const *texts, uint64_t n,
                         engram_status *status);
/* A second name for a dataset. */
engram_code h5_put_alias(hid_t file, const char *name, const char *alias, engram_status *status);
#endif
