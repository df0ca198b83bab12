/* nodes.h5: where neurons lie, as SONATA has it; written at the start of a run, if any population has positions. */
#ifndef ENGRAM_IO_POSITIONS_H
#define ENGRAM_IO_POSITIONS_H
#include "io/disk.h"
#include "network/network.h"

bool positions_are_in(const struct network *network);
/* The record is owned by the caller. */
engram_code positions_write(const char *folder, const struct network *network, struct disk_record *record,
                            engram_status *status);
#endif
