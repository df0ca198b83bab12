#include "device/cache.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_STATIC_LINKING_ONLY /* the state as a plain variable */
#include <xxhash.h>

enum { PATH_BYTES = 4096, NAME_BYTES = 64, LARGEST_PAYLOAD = 1 << 30 };

struct header {
    char magic[8];
    struct cache_key key;
    uint64_t n, checksum;
};
static const char magic[8] = {'E', 'N', 'G', 'R', 'A', 'M', 'K', '1'};

/* With its terminating zero, so that moving a letter from one text to the next changes the key. */
static void hash_text(XXH3_state_t *state, const char *text)
{
    XXH3_128bits_update(state, text, strlen(text) + 1);
}

void cache_key_make(const struct device *dev, const char *text, const char *options, struct cache_key *key)
{
    XXH3_state_t state;
    char platform_version[512] = "";
    XXH3_INITSTATE(&state);
    XXH3_128bits_reset(&state);
    clGetPlatformInfo(dev->platform, CL_PLATFORM_VERSION, sizeof platform_version - 1, platform_version,
                      NULL);
    hash_text(&state, text);
    hash_text(&state, options);
    hash_text(&state, dev->description.platform);
    hash_text(&state, platform_version);
    hash_text(&state, dev->description.name);
    hash_text(&state, dev->description.version);
    hash_text(&state, dev->description.driver);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    memcpy(key->bytes, canonical.digest, sizeof key->bytes);
}

bool cache_is_off(void)
{
    const char *own = getenv("ENGRAM_CACHE_DIR");
    return own && !strcmp(own, "none");
}

bool cache_folder(char *out, size_t bytes)
{
    const char *own = getenv("ENGRAM_CACHE_DIR"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int n = -1;
    if (cache_is_off())
        return false;
    if (own && *own)
        n = snprintf(out, bytes, "%s", own);
    else if (xdg && *xdg == '/') /* the XDG specification: a relative path is to be ignored */
        n = snprintf(out, bytes, "%s/engram", xdg);
    else if (home && *home)
        n = snprintf(out, bytes, "%s/.cache/engram", home);
    return n > 0 && (size_t)n < bytes;
}

static bool entry_path(const struct cache_key *key, char *out, size_t bytes)
{
    char folder[PATH_BYTES], name[NAME_BYTES];
    if (!cache_folder(folder, sizeof folder))
        return false;
    for (size_t i = 0; i < sizeof key->bytes; i++)
        snprintf(name + 2 * i, sizeof name - 2 * i, "%02x", key->bytes[i]);
    int n = snprintf(out, bytes, "%s/%s.bin", folder, name);
    return n > 0 && (size_t)n < bytes;
}

bool cache_load(const struct cache_key *key, unsigned char **out, size_t *n)
{
    char path[PATH_BYTES + NAME_BYTES];
    struct header header;
    unsigned char *payload = NULL;
    FILE *file = entry_path(key, path, sizeof path) ? fopen(path, "rb") : NULL;

    if (!file)
        return false;
    bool whole = fread(&header, sizeof header, 1, file) == 1 &&
                 memcmp(header.magic, magic, sizeof magic) == 0 &&
                 memcmp(&header.key, key, sizeof *key) == 0 && header.n > 0 && header.n <= LARGEST_PAYLOAD;
    whole = whole && memory_new(&payload, header.n, 1, "cached program", NULL) == ENGRAM_OK &&
            fread(payload, header.n, 1, file) == 1 && fgetc(file) == EOF &&
            XXH3_64bits(payload, header.n) == header.checksum;
    fclose(file);
    if (!whole) {
        free(payload);
        return false;
    }
    *out = payload;
    *n = header.n;
    return true;
}

/* mkdir -p. The last part is private: a program loaded from here runs with the user's rights. */
static bool make_folder(const char *folder)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", folder);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool write_all(int fd, const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n) {
        ssize_t written = write(fd, at, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
        n -= (size_t)written;
    }
    return true;
}

bool cache_store(const struct cache_key *key, const unsigned char *payload, size_t n, char *note,
                 size_t note_bytes)
{
    char folder[PATH_BYTES], path[PATH_BYTES + NAME_BYTES], temporary[PATH_BYTES + NAME_BYTES];
    struct header header = {.key = *key, .n = n, .checksum = XXH3_64bits(payload, n)};
    memcpy(header.magic, magic, sizeof magic);

    if (!cache_folder(folder, sizeof folder) || !entry_path(key, path, sizeof path)) {
        snprintf(note, note_bytes,
                 "programs are compiled anew each time: set HOME or ENGRAM_CACHE_DIR to keep them");
        return false;
    }
    snprintf(temporary, sizeof temporary, "%s/.new.XXXXXX", folder);
    int fd = make_folder(folder) ? mkstemp(temporary) : -1;
    bool done =
        fd >= 0 && write_all(fd, &header, sizeof header) && write_all(fd, payload, n) && fsync(fd) == 0;
    if (fd >= 0) {
        done = close(fd) == 0 && done;
        done = done && rename(temporary, path) == 0;
        if (!done) {
            int reason = errno;
            unlink(temporary);
            errno = reason;
        }
    }
    if (!done)
        snprintf(note, note_bytes,
                 "programs are compiled anew each time: cannot write to %.300s (%s); ENGRAM_CACHE_DIR "
                 "chooses another folder",
                 folder, strerror(errno));
    return done;
}

void cache_drop(const struct cache_key *key)
{
    char path[PATH_BYTES + NAME_BYTES];
    if (entry_path(key, path, sizeof path))
        unlink(path);
}
