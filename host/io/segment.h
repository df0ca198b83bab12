/* One closed or half-written HDF5 file of a stream. */
#ifndef ENGRAM_IO_SEGMENT_H
#define ENGRAM_IO_SEGMENT_H
#include "io/disk.h"
#include "network/network.h"

#include <hdf5.h>

struct segment {
    hid_t file;
    struct disk_file disk;
};

/* Start folder/name, with the root attributes every file of ours has: SONATA's magic and version, and which run it belongs to. */
engram_code segment_create(const char *folder, const char *name, const struct network *network,
                           struct segment *out, engram_status *status);
/* Close, sync, checksum, rename. Fails with E_RESOURCES and leaves nothing behind. The segment is gone either way. */
engram_code segment_commit(struct segment *segment, struct disk_record *record, engram_status *status);
void segment_discard(struct segment *segment);
/* The failure that matters: if the disk failed, say so instead of what HDF5 made of it. Returns the code to go on with. */
engram_code segment_outcome(const struct segment *segment, engram_code code, engram_status *status);
#endif
