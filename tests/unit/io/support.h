/* Small HDF5 and text files for the tests of this room, and how failures are checked. */
#ifndef ENGRAM_TESTS_IO_SUPPORT_H
#define ENGRAM_TESTS_IO_SUPPORT_H
#include "core/status.h"

#include <hdf5.h>
#include <stddef.h>
#include <stdint.h>

/* A fresh directory for this test process, removed at its end. The same text every time it is called. */
const char *scratch(void);
/* "<scratch>/name", valid until the end of the test. */
const char *scratch_path(const char *name);
void write_text(const char *path, const char *text);
/* The path of a file of the real data set, or NULL after marking the test as skipped: ENGRAM_DATA does not lead to it. */
const char *real_file(const char *name);

hid_t make_file(const char *path);
/* Groups on the way are made. Types: H5T_NATIVE_...; returns nothing: a failure ends the test. */
void make_column(hid_t file, const char *name, hid_t file_type, hid_t memory_type, const void *values,
                 uint64_t n);
void make_u64(hid_t file, const char *name, const uint64_t *values, uint64_t n);
void make_f64(hid_t file, const char *name, const double *values, uint64_t n);
void make_texts(hid_t file, const char *name, const char *const *values, uint64_t n);
void make_text_attribute(hid_t file, const char *object, const char *name, const char *text);

/* The last call must have failed with `code`, saying `where` and `why` (parts of the texts) and what to do. */
void must_fail_with(engram_code got, engram_status *status, engram_code code, const char *where,
                    const char *why);
/* The last call must have worked; shows the four texts otherwise. */
void must_work(engram_code code, engram_status *status);
#endif
