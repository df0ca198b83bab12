/* Built programs on disk. One file per program, named by what it was made from:
 *
 *      KEY.bin  =  | "ENGRAMK1" | key 16 B | payload bytes 8 B | XXH3-64 of payload 8 B | payload |         (native byte order: same machine)
 *      KEY      =  XXH3-128 of text, options, platform name and version, device name and version, driver version
 *
 * A file is complete or absent (temporary name, fsync, rename). One that does not fit its own header is treated as absent. */
#ifndef ENGRAM_DEVICE_CACHE_H
#define ENGRAM_DEVICE_CACHE_H
#include "device/device.h"

struct cache_key {
    unsigned char bytes[16];
};

void cache_key_make(const struct device *dev, const char *text, const char *options, struct cache_key *key);
/* Do users want none (ENGRAM_CACHE_DIR=none)? Giving a program back may cost a driver as much as compiling it: PoCL compiles all kernels for it, and keeps those it runs anyway. */
bool cache_is_off(void);
/* Path of the folder, existing or not; false if it is off, or neither ENGRAM_CACHE_DIR, XDG_CACHE_HOME nor HOME says where. */
bool cache_folder(char *out, size_t bytes);
/* A stored payload: *out is owned by the caller (free()). False: there is none that can be trusted. */
bool cache_load(const struct cache_key *key, unsigned char **out, size_t *n);
/* Store (or replace) a payload. On failure returns false and explains in note[note_bytes]. */
bool cache_store(const struct cache_key *key, const unsigned char *payload, size_t n, char *note,
                 size_t note_bytes);
/* Forget an entry, if there is one. */
void cache_drop(const struct cache_key *key);
#endif
