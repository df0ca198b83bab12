/* HDF5's view of a struct disk_file: a driver that never reports a failure, because HDF5 cannot give up a file after one without leaking it.
 * Failures are latched in the disk file, everything later is dropped, and disk_commit() reports and removes the file. */
#include "io/h5.h"
#include "io/h5_write.h"

#include <pthread.h>
#include <stdlib.h>

struct driver_info { /* copied by HDF5 into the file access properties */
    struct disk_file *disk;
};

struct driver_file {
    H5FD_t base; /* must be first: HDF5 fills it */
    struct disk_file *disk;
    haddr_t end_allocated, end_written;
};

static H5FD_t *driver_open(const char *name, unsigned flags, hid_t access, haddr_t max_address)
{
    (void)name;
    (void)flags;
    (void)max_address;
    const struct driver_info *info = H5Pget_driver_info(access);
    struct driver_file *file = calloc(1, sizeof *file);
    if (file && info)
        file->disk = info->disk;
    return (H5FD_t *)file;
}

static herr_t driver_close(H5FD_t *file)
{
    free(file);
    return 0;
}

static herr_t driver_query(const H5FD_t *file, unsigned long *flags)
{
    (void)file;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

static haddr_t driver_get_eoa(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const struct driver_file *)file)->end_allocated;
}

static herr_t driver_set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((struct driver_file *)file)->end_allocated = address;
    return 0;
}

static haddr_t driver_get_eof(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const struct driver_file *)file)->end_written;
}

static herr_t driver_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t n,
                          void *bytes)
{
    (void)type;
    (void)transfer;
    disk_read(((struct driver_file *)file)->disk, address, bytes, n);
    return 0;
}

static herr_t driver_write(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t n,
                           const void *bytes)
{
    struct driver_file *self = (struct driver_file *)file;
    (void)type;
    (void)transfer;
    disk_write(self->disk, address, bytes, n);
    self->end_written = address + n > self->end_written ? address + n : self->end_written;
    return 0;
}

static herr_t driver_truncate(H5FD_t *file, hid_t transfer, hbool_t closing)
{
    struct driver_file *self = (struct driver_file *)file;
    (void)transfer;
    (void)closing;
    if (self->end_written != self->end_allocated)
        disk_truncate(self->disk, self->end_allocated);
    self->end_written = self->end_allocated;
    return 0;
}

static const H5FD_class_t driver_class = {
    .name = "engram_disk",
    .maxaddr = HADDR_MAX >> 1,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(struct driver_info),
    .open = driver_open,
    .close = driver_close,
    .query = driver_query,
    .get_eoa = driver_get_eoa,
    .set_eoa = driver_set_eoa,
    .get_eof = driver_get_eof,
    .read = driver_read,
    .write = driver_write,
    .truncate = driver_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

static hid_t driver;

static void register_driver(void)
{
    driver = H5FDregister(&driver_class);
}

engram_code h5_create(struct disk_file *disk, hid_t *file, engram_status *status)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    h5_quiet();
    pthread_once(&once, register_driver);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_driver(access, driver, &(struct driver_info){disk});
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    *file = H5Fcreate(disk->name, H5F_ACC_TRUNC, H5P_DEFAULT, access);
    engram_code code = ENGRAM_OK;
    if (*file < 0) {
        const char *why = h5_why(status);
        code = FAIL(ENGRAM_E_RESOURCES, .what = "an HDF5 file cannot be created",
                    .where = TEXT("%s/%s", disk->folder, disk->name), .why = why,
                    .hint = "is memory exhausted?");
    }
    H5Pclose(access);
    return code;
}
