/* The only place where results reach the disk, so that every way it can fail is handled, and can be tried, in one place.
 *
 *   disk_create "spikes/.E.0000.h5.part"  ->  disk_write ...  ->  disk_commit: fsync, checksum, rename to "spikes/E.0000.h5", fsync of the folder
 *
 * A file under its final name is therefore whole, even after a power cut; whatever else is left behind begins with a dot and ends in ".part".
 * A failed write latches: later writes do nothing and disk_commit reports the first failure. That keeps HDF5, which cannot abandon a file
 * cleanly once a write has failed, unaware of it. */
#ifndef ENGRAM_IO_DISK_H
#define ENGRAM_IO_DISK_H
#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

struct disk_file {
    int descriptor;
    int error;        /* errno of the first failure; 0: none */
    const char *step; /* what failed: "writing" ... */
    uint64_t size;    /* bytes so far, also those that a failed write should have added */
    char *folder;     /* owned */
    char *name;       /* final name relative to folder, owned */
    char *temporary;  /* owned, full path */
};

/* A closed file, as the manifest lists it. */
struct disk_record {
    char *name; /* relative to the results folder; owned by whoever keeps the record */
    uint64_t bytes;
    uint64_t xxh3;
};

/* Start `folder/name` under its temporary name; parents of `name` must exist. On failure nothing needs to be freed. */
engram_code disk_create(const char *folder, const char *name, struct disk_file *out, engram_status *status);
void disk_write(struct disk_file *file, uint64_t offset, const void *bytes, size_t n);
/* What was written; zeros where nothing was. */
void disk_read(struct disk_file *file, uint64_t offset, void *bytes, size_t n);
void disk_truncate(struct disk_file *file, uint64_t size);
/* Make it final and fill *record, or remove it and fail with E_RESOURCES. The file is freed either way. */
engram_code disk_commit(struct disk_file *file, struct disk_record *record, engram_status *status);
/* Remove and free it. */
void disk_discard(struct disk_file *file);
/* Why writing the file failed (its error must be set). */
engram_code disk_failure(const struct disk_file *file, engram_status *status);

/* A whole text file in one go. */
engram_code disk_write_text(const char *folder, const char *name, const char *text,
                            struct disk_record *record, engram_status *status);
/* Size and checksum of an existing file (E_INPUT). */
engram_code disk_checksum(const char *path, uint64_t *bytes, uint64_t *xxh3, engram_status *status);
/* mkdir(2) with mode 0777, failing on demand. */
int disk_mkdir(const char *path);

/* Tests: let the k-th operation from now on (create, write, truncate, fsync, rename, mkdir) fail with `error`; k = 0: none. Returns how many were done since
 * the last call. */
uint64_t disk_fail_at(uint64_t k, int error);
#endif
