#include "io/h5_heap.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A collection of the global heap (HDF5 file format, version 1), `L` bytes per length:
 *
 *   "GCOL"  1  0 0 0  size[L] | index[2]  references[2]  0[4]  size[L]  bytes, padded to 8 | ...      index 0: free space, header included in its size
 *
 * It begins at a multiple of 8. */
enum { SIGNATURE_BYTES = 8, BLOCK_BYTES = 1 << 20, ALIGNMENT = 8 };

static uint64_t length_at(const unsigned char *bytes, size_t n_bytes)
{
    uint64_t value = 0;
    for (size_t i = n_bytes; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

static bool objects_fit(const unsigned char *heap, uint64_t size, size_t length_bytes)
{
    const uint64_t header = 8 + length_bytes;
    uint64_t at = SIGNATURE_BYTES + length_bytes;
    while (size - at >= header) {
        bool is_free = !heap[at] && !heap[at + 1];
        uint64_t n = length_at(heap + at + 8, length_bytes), room = size - at - (is_free ? 0 : header);
        if (n > room || (is_free && n < header))
            return false;
        uint64_t padded = (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        at += is_free ? n : header + (padded < room ? padded : room);
    }
    return true;
}

/* One collection that begins at `at` and was recognised there. */
static bool collection_sound(int descriptor, uint64_t at, uint64_t file_bytes, size_t length_bytes)
{
    unsigned char start[SIGNATURE_BYTES + 8];
    if (pread(descriptor, start, sizeof start, (off_t)at) != (ssize_t)sizeof start)
        return false;
    uint64_t size = length_at(start + SIGNATURE_BYTES, length_bytes);
    if (size < SIGNATURE_BYTES + length_bytes || size > file_bytes - at)
        return false;
    unsigned char *heap = malloc(size);
    bool sound = heap && pread(descriptor, heap, size, (off_t)at) == (ssize_t)size &&
                 objects_fit(heap, size, length_bytes);
    free(heap);
    return sound;
}

/* Offset of the first unsound collection, or UINT64_MAX. */
static uint64_t scan(int descriptor, uint64_t file_bytes, size_t length_bytes, unsigned char *block)
{
    static const unsigned char signature[SIGNATURE_BYTES] = {'G', 'C', 'O', 'L', 1, 0, 0, 0};
    for (uint64_t begin = 0; begin < file_bytes; begin += BLOCK_BYTES) {
        ssize_t n = pread(descriptor, block, BLOCK_BYTES, (off_t)begin);
        for (ssize_t i = 0; i + SIGNATURE_BYTES <= n; i += ALIGNMENT)
            if (!memcmp(block + i, signature, SIGNATURE_BYTES) &&
                !collection_sound(descriptor, begin + (uint64_t)i, file_bytes, length_bytes))
                return begin + (uint64_t)i;
    }
    return UINT64_MAX;
}

static engram_code scan_file(const char *path, size_t length_bytes, uint64_t *unsound, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct stat facts;
    unsigned char *block = NULL;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &facts))
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a file cannot be read", .where = path, .why = strerror(errno),
                 .hint = "check its permissions"));
    TRY(memory_new(&block, BLOCK_BYTES, 1, "a block of an HDF5 file", status));
    *unsound = scan(descriptor, (uint64_t)facts.st_size, length_bytes, block);
cleanup:
    if (descriptor >= 0)
        close(descriptor);
    free(block);
    return code;
}

/* Bytes of a length in this file: 8, unless its writer chose otherwise. */
static size_t length_of(hid_t object)
{
    size_t address_bytes = 8, length_bytes = 8;
    hid_t file = H5Iget_file_id(object), settings = H5Fget_create_plist(file);
    H5Pget_sizes(settings, &address_bytes, &length_bytes);
    H5Pclose(settings);
    H5Fclose(file);
    return length_bytes <= 8 ? length_bytes : 8;
}

engram_code h5_heaps_check(hid_t object, engram_status *status)
{
    static _Thread_local struct stat last;
    static _Thread_local uint64_t last_unsound;
    engram_code code = ENGRAM_OK;
    char path[4096];
    struct stat facts = {0};
    if (H5Fget_name(object, path, sizeof path) <= 0 || stat(path, &facts))
        return FAIL(ENGRAM_E_INPUT, .what = "a file cannot be read", .where = "an HDF5 file",
                    .why = strerror(errno), .hint = "was it moved while it was read?");
    bool known = facts.st_dev == last.st_dev && facts.st_ino == last.st_ino &&
                 facts.st_size == last.st_size && facts.st_mtim.tv_sec == last.st_mtim.tv_sec &&
                 facts.st_mtim.tv_nsec == last.st_mtim.tv_nsec;
    if (!known)
        TRY(scan_file(path, length_of(object), &last_unsound, status));
    last = facts;
    if (last_unsound != UINT64_MAX)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "text in an HDF5 file is damaged",
                 .where = TEXT("%s: byte %" PRIu64, path, last_unsound),
                 .why = "sizes in the heap that stores texts of variable length contradict each other",
                 .hint = "fetch the file again"));
cleanup:
    return code;
}
