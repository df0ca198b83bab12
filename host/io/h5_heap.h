/* HDF5 keeps text of variable length in "global heaps", and versions up to (at least) 1.10.8 trust the sizes written there: a damaged one makes the library
 * read outside its memory. So heaps are walked here before such a text is read. */
#ifndef ENGRAM_IO_H5_HEAP_H
#define ENGRAM_IO_H5_HEAP_H
#include "core/status.h"

#include <hdf5.h>

/* Fails with E_INPUT if any global heap of the file that holds `object` is inconsistent. The file is read once; the answer is kept per thread. */
engram_code h5_heaps_check(hid_t object, engram_status *status);
#endif
