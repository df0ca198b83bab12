#include "io/segment.h"

#include "io/h5.h"
#include "io/h5_write.h"

#include <engram/engram.h>

enum { SONATA_MAGIC = 0x0A7A };

static engram_code put_facts(hid_t file, const struct network *network, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
    TRY(h5_put_integers(root, "magic", H5T_STD_U32LE, (const uint64_t[]){SONATA_MAGIC}, 1, status));
    TRY(h5_put_integers(root, "version", H5T_STD_U32LE, (const uint64_t[]){0, 1}, 2, status));
    TRY(h5_put_text(root, "engram_version", ENGRAM_VERSION, status));
    TRY(h5_put_text(root, "run", network->name, status));
    TRY(h5_put_integers(root, "seed", H5T_STD_U64LE, &network->seed, 1, status));
    TRY(h5_put_real(root, "dt_ms", network->dt_ms, status));
cleanup:
    H5Gclose(root);
    return code;
}

engram_code segment_create(const char *folder, const char *name, const struct network *network,
                           struct segment *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    out->file = H5I_INVALID_HID;
    TRY(disk_create(folder, name, &out->disk, status));
    TRY(h5_create(&out->disk, &out->file, status));
    TRY(put_facts(out->file, network, status));
    return ENGRAM_OK;
cleanup:
    code = segment_outcome(out, code, status);
    segment_discard(out);
    return code;
}

engram_code segment_commit(struct segment *segment, struct disk_record *record, engram_status *status)
{
    h5_quiet();
    herr_t closed = H5Fclose(segment->file);
    segment->file = H5I_INVALID_HID;
    if (closed < 0 && !segment->disk.error) {
        const char *why = h5_why(status);
        engram_code code = FAIL(ENGRAM_E_RESOURCES, .what = "a results file cannot be closed", .why = why,
                                .hint = "is memory exhausted?",
                                .where = TEXT("%s/%s", segment->disk.folder, segment->disk.name));
        disk_discard(&segment->disk);
        return code;
    }
    return disk_commit(&segment->disk, record, status);
}

void segment_discard(struct segment *segment)
{
    if (segment->file >= 0)
        H5Fclose(segment->file);
    segment->file = H5I_INVALID_HID;
    disk_discard(&segment->disk);
}

engram_code segment_outcome(const struct segment *segment, engram_code code, engram_status *status)
{
    return segment->disk.error ? disk_failure(&segment->disk, status) : code;
}
