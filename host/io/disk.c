#include "io/disk.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <xxhash.h>

static atomic_uint_fast64_t n_operations, fail_at;
static atomic_int fail_error;

uint64_t disk_fail_at(uint64_t k, int error)
{
    uint64_t done = atomic_exchange(&n_operations, 0);
    atomic_store(&fail_error, error);
    atomic_store(&fail_at, k);
    return done;
}

static bool must_fail(void)
{
    if (atomic_fetch_add(&n_operations, 1) + 1 != atomic_load(&fail_at))
        return false;
    errno = atomic_load(&fail_error);
    return true;
}

static void latch(struct disk_file *file, const char *step)
{
    if (file->error)
        return;
    file->error = errno ? errno : EIO;
    file->step = step;
}

static engram_code format(char **out, engram_status *status, const char *folder, const char *before,
                          const char *name, const char *after)
{
    int n = snprintf(NULL, 0, "%s/%s%s%s", folder, before, name, after) + 1;
    engram_code code = memory_new(out, (uint64_t)n, 1, "a path", status);
    if (code == ENGRAM_OK)
        snprintf(*out, (size_t)n, "%s/%s%s%s", folder, before, name, after);
    return code;
}

/* "spikes/E.0000.h5" -> "FOLDER/spikes/.E.0000.h5.part" */
static engram_code temporary_path(const char *folder, const char *name, char **out, engram_status *status)
{
    const char *slash = strrchr(name, '/');
    char parent[512];
    if (!slash)
        return format(out, status, folder, ".", name, ".part");
    snprintf(parent, sizeof parent, "%.*s/.", (int)(slash - name), name);
    return format(out, status, folder, parent, slash + 1, ".part");
}

static void release(struct disk_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->folder);
    free(file->name);
    free(file->temporary);
    *file = (struct disk_file){.descriptor = -1};
}

engram_code disk_failure(const struct disk_file *file, engram_status *status)
{
    struct statvfs room = {0};
    const char *hint = "check the disk and its permissions, then run again into a new folder";
    const char *why = TEXT("%s failed: %s", file->step, strerror(file->error));
    if (file->error == ENOSPC || file->error == EDQUOT || file->error == EFBIG) {
        uint64_t available = statvfs(file->folder, &room) ? 0 : (uint64_t)room.f_bavail * room.f_frsize;
        why =
            TEXT("%s failed: %s; this file needs %" PRIu64 " bytes or more, %" PRIu64 " are free on its disk",
                 file->step, strerror(file->error), file->size, available);
        hint = "free some space (or raise the quota), or record less, then run again into a new folder";
    }
    return FAIL(ENGRAM_E_RESOURCES, .what = "results cannot be written",
                .where = TEXT("%s/%s", file->folder, file->name), .why = why, .hint = hint);
}

engram_code disk_create(const char *folder, const char *name, struct disk_file *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct disk_file file = {.descriptor = -1};
    TRY(memory_string(&file.folder, folder, status));
    TRY(memory_string(&file.name, name, status));
    TRY(temporary_path(folder, name, &file.temporary, status));
    file.descriptor = must_fail() ? -1 : open(file.temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file.descriptor < 0) {
        latch(&file, "creating it");
        TRY(disk_failure(&file, status));
    }
    *out = file;
    return ENGRAM_OK;
cleanup:
    release(&file);
    *out = file;
    return code;
}

void disk_write(struct disk_file *file, uint64_t offset, const void *bytes, size_t n)
{
    const char *at = bytes;
    file->size = offset + n > file->size ? offset + n : file->size;
    if (file->error)
        return;
    if (must_fail()) {
        latch(file, "writing");
        return;
    }
    while (n) {
        ssize_t done = pwrite(file->descriptor, at, n, (off_t)offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            latch(file, "writing");
            return;
        }
        at += done;
        offset += (uint64_t)done;
        n -= (size_t)done;
    }
}

void disk_read(struct disk_file *file, uint64_t offset, void *bytes, size_t n)
{
    char *at = bytes;
    while (n) {
        ssize_t done = file->error ? 0 : pread(file->descriptor, at, n, (off_t)offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            latch(file, "reading back");
        if (done <= 0)
            break;
        at += done;
        offset += (uint64_t)done;
        n -= (size_t)done;
    }
    memset(at, 0, n);
}

void disk_truncate(struct disk_file *file, uint64_t size)
{
    if (file->error)
        return;
    if (must_fail() || ftruncate(file->descriptor, (off_t)size))
        latch(file, "setting its size");
    file->size = size;
}

/* Size and XXH3 of an open file; false with errno set if it cannot be read. */
static bool checksum(int descriptor, uint64_t *bytes, uint64_t *xxh3)
{
    enum { BLOCK = 1 << 18 };
    char *block = malloc(BLOCK);
    XXH3_state_t *state = XXH3_createState();
    ssize_t n = -1;
    *bytes = 0;
    errno = ENOMEM;
    if (block && state) {
        XXH3_64bits_reset(state);
        while ((n = pread(descriptor, block, BLOCK, (off_t)*bytes)) > 0) {
            XXH3_64bits_update(state, block, (size_t)n);
            *bytes += (uint64_t)n;
        }
        *xxh3 = XXH3_64bits_digest(state);
    }
    int error = errno;
    XXH3_freeState(state);
    free(block);
    errno = error;
    return n == 0;
}

engram_code disk_checksum(const char *path, uint64_t *bytes, uint64_t *xxh3, engram_status *status)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool done = descriptor >= 0 && checksum(descriptor, bytes, xxh3);
    const char *why = strerror(errno);
    if (descriptor >= 0)
        close(descriptor);
    return done ? ENGRAM_OK
                : FAIL(ENGRAM_E_INPUT, .what = "a results file cannot be read", .where = path, .why = why,
                       .hint = "was it moved or deleted?");
}

/* A rename is safe on disk only when the folder that lists it is. */
static void sync_parent(struct disk_file *file, const char *path)
{
    char parent[4096];
    const char *slash = strrchr(path, '/');
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    int descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (must_fail() || descriptor < 0 ||
        (fsync(descriptor) && errno != EINVAL)) /* EINVAL: the file system has nothing to do */
        latch(file, "syncing its folder");
    if (descriptor >= 0)
        close(descriptor);
}

engram_code disk_commit(struct disk_file *file, struct disk_record *record, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *path = NULL;
    *record = (struct disk_record){0};
    TRY(memory_string(&record->name, file->name, status));
    TRY(format(&path, status, file->folder, "", file->name, ""));
    if (!file->error && (must_fail() || fsync(file->descriptor)))
        latch(file, "syncing it to the disk");
    if (!file->error && !checksum(file->descriptor, &record->bytes, &record->xxh3))
        latch(file, "reading back");
    if (!file->error && (must_fail() || rename(file->temporary, path)))
        latch(file, "giving it its final name");
    if (file->error)
        unlink(file->temporary);
    else
        sync_parent(file, path);
    if (file->error)
        TRY(disk_failure(file, status));
cleanup:
    if (code != ENGRAM_OK) {
        unlink(file->temporary);
        free(record->name);
        record->name = NULL;
    }
    free(path);
    release(file);
    return code;
}

void disk_discard(struct disk_file *file)
{
    if (file->temporary)
        unlink(file->temporary);
    release(file);
}

engram_code disk_write_text(const char *folder, const char *name, const char *text,
                            struct disk_record *record, engram_status *status)
{
    struct disk_file file;
    engram_code code = disk_create(folder, name, &file, status);
    if (code != ENGRAM_OK)
        return code;
    disk_write(&file, 0, text, strlen(text));
    return disk_commit(&file, record, status);
}

int disk_mkdir(const char *path)
{
    return must_fail() ? -1 : mkdir(path, 0777);
}
