/* What the file system says about input files, before anything is parsed. */
#ifndef ENGRAM_IO_FILE_H
#define ENGRAM_IO_FILE_H
#include "core/status.h"

/* Fails with E_INPUT unless `path` is a regular file that can be opened for reading (a FIFO would block HDF5 for ever). */
engram_code file_check(const char *path, engram_status *status);
#endif
