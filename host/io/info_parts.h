/* The two large kinds of `engram info`. */
#ifndef ENGRAM_IO_INFO_PARTS_H
#define ENGRAM_IO_INFO_PARTS_H
#include "core/status.h"

#include <stdbool.h>
#include <stdio.h>

engram_code info_print_folder(FILE *out, const char *folder, engram_status *status);
engram_code info_print_hdf5(FILE *out, const char *path, engram_status *status);
bool info_ends_with(const char *path, const char *ending);
#endif
