/* What is in a file: for `engram info`. */
#ifndef ENGRAM_IO_INFO_H
#define ENGRAM_IO_INFO_H
#include "core/status.h"

#include <stdio.h>

/* Describe a results folder, a manifest, any HDF5 file of ours or of SONATA (nodes, edges, spikes, reports), or a SONATA type table: kind, sizes, units, counts, first and
 * last time. E_INPUT: it is none of these, or damaged. */
engram_code info_print(FILE *out, const char *path, engram_status *status);
#endif
