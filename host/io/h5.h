/* Reading HDF5 without surprises: every failure becomes a status, HDF5 never prints, and no dataset may claim more values than it stores. */
#ifndef ENGRAM_IO_H5_H
#define ENGRAM_IO_H5_H
#include "core/status.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Switch off HDF5's printing for this thread (its error stack belongs to the thread). Cheap; called by every function that enters HDF5. */
void h5_quiet(void);
/* The innermost line of HDF5's error stack, "HDF5 gave no reason" if there is none. Call it before any other HDF5 call: each clears the stack. */
const char *h5_why(engram_status *status);

/* Open an existing file for reading. Distinguishes: missing, directory, not a file, unreadable, no HDF5, damaged or truncated. */
engram_code h5_open(const char *path, hid_t *file, engram_status *status);

/* A dataset of one dimension (width 1), or of two: n rows of `width` values. Close it with h5_column_close(); a zeroed one may be closed too. */
enum h5_content { H5_INTEGERS, H5_REALS, H5_TEXTS };
struct h5_column {
    hid_t dataset;
    uint64_t n, width;
    int rank;
    enum h5_content content;
    const char *path; /* of the file, for messages; borrowed */
};
/* Open `name` (may contain "/") below `location`. Fails if it is missing, no dataset, not one-dimensional, of another type than numbers or texts, or if fewer than n
 * values are stored. */
engram_code h5_column_open(hid_t location, const char *path, const char *name, struct h5_column *out,
                           engram_status *status);
/* The same for a two-dimensional one. */
engram_code h5_matrix_open(hid_t location, const char *path, const char *name, struct h5_column *out,
                           engram_status *status);
void h5_column_close(struct h5_column *column);
/* Name inside the file, "/nodes/v1/node_type_id". */
const char *h5_name(hid_t object, engram_status *status);
/* Fails unless the column holds `content` (reals may be asked for where integers are). */
engram_code h5_column_demand(const struct h5_column *column, enum h5_content content, engram_status *status);
/* Hyperslab of rows [begin, begin + n) of numbers into memory of type H5T_NATIVE_...; values outside that type's range saturate. */
engram_code h5_column_read(const struct h5_column *column, uint64_t begin, uint64_t n, hid_t memory_type,
                           void *out, engram_status *status);
/* The values at `at` [n] (any order) of numbers, 8 bytes each, into out [n]. */
engram_code h5_column_gather(const struct h5_column *column, const uint64_t *at, uint64_t n,
                             hid_t memory_type, void *out, engram_status *status);
/* Texts; each out[i] is owned by the caller (free()); on failure nothing is. */
engram_code h5_column_texts(const struct h5_column *column, uint64_t begin, uint64_t n, char **out,
                            engram_status *status);

/* Does a link of that name exist below location? (Also for names with "/".) */
bool h5_exists(hid_t location, const char *name);
/* A string attribute, of either kind; *out is "" where there is none, owned by the caller. */
engram_code h5_text_attribute(hid_t object, const char *name, char **out, engram_status *status);
/* Names of all links below an object, in name order; owned by the caller (h5_names_free). */
engram_code h5_names(hid_t group, const char *path, char ***names, size_t *n, engram_status *status);
void h5_names_free(char **names, size_t n);
#endif
