/* numbers.json: the numbers that an experiment names, and whether they are as it expects. */
#ifndef ENGRAM_IO_NUMBERS_H
#define ENGRAM_IO_NUMBERS_H
#include "io/disk.h"
#include "io/recorder.h"

/* Write the numbers of the summary. The record is owned by the caller. */
engram_code numbers_write(const char *folder, const struct network *network,
                          const struct run_summary *summary, struct disk_record *record,
                          engram_status *status);
#endif
