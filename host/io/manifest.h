/* The two texts that describe a run: run.json at its start (what will be simulated), manifest.json as the very last file (what came of it). */
#ifndef ENGRAM_IO_MANIFEST_H
#define ENGRAM_IO_MANIFEST_H
#include "io/disk.h"
#include "io/recorder.h"

/* Write run.json. The record is owned by the caller. */
engram_code manifest_write_start(const char *folder, const struct network *network,
                                 struct disk_record *record, engram_status *status);
/* Write manifest.json; files: everything else in the folder. */
engram_code manifest_write_end(const char *folder, const struct network *network,
                               const struct run_summary *summary, const struct disk_record *files,
                               size_t n_files, engram_status *status);
#endif
