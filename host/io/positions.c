/* /nodes/<population>: node_type_id, node_group_id, node_group_index [neurons], and 0/x, y, z [neurons] f32 (um). */
#include "io/positions.h"

#include "core/memory.h"
#include "io/h5_write.h"
#include "io/segment.h"

#include <stdio.h>
#include <stdlib.h>

bool positions_are_in(const struct network *network)
{
    for (size_t i = 0; i < network->n_populations; i++)
        if (network->populations[i].positions)
            return true;
    return false;
}

static engram_code put_ids(hid_t file, const struct population *p, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    static const char *const zeros[] = {"node_type_id", "node_group_id"};
    uint64_t *ids = NULL;
    char name[600];
    TRY(memory_new(&ids, p->n, sizeof *ids, "positions", status));
    for (int k = 0; k < 2; k++) {
        snprintf(name, sizeof name, "/nodes/%s/%s", p->name, zeros[k]);
        TRY(h5_put_column(file, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, ids, p->n, status));
    }
    for (uint32_t i = 0; i < p->n; i++)
        ids[i] = i;
    snprintf(name, sizeof name, "/nodes/%s/node_group_index", p->name);
    TRY(h5_put_column(file, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, ids, p->n, status));
cleanup:
    free(ids);
    return code;
}

static engram_code put_coordinates(hid_t file, const struct population *p, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *values = NULL;
    hid_t dataset = H5I_INVALID_HID;
    char name[600];
    TRY(memory_new(&values, p->n, sizeof *values, "positions", status));
    for (int axis = 0; axis < 3; axis++) {
        for (uint32_t i = 0; i < p->n; i++)
            values[i] = p->positions[3 * (size_t)i + (size_t)axis];
        snprintf(name, sizeof name, "/nodes/%s/0/%c", p->name, "xyz"[axis]);
        TRY(h5_put_column(file, name, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, values, p->n, status));
        dataset = H5Dopen2(file, name, H5P_DEFAULT);
        TRY(h5_put_text(dataset, "units", "um", status));
        H5Dclose(dataset);
        dataset = H5I_INVALID_HID;
    }
cleanup:
    if (dataset >= 0)
        H5Dclose(dataset);
    free(values);
    return code;
}

engram_code positions_write(const char *folder, const struct network *network, struct disk_record *record,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct segment segment = {.file = H5I_INVALID_HID};
    code = segment_create(folder, "nodes.h5", network, &segment, status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < network->n_populations; i++)
        if (network->populations[i].positions) {
            TRY(put_ids(segment.file, &network->populations[i], status));
            TRY(put_coordinates(segment.file, &network->populations[i], status));
        }
    return segment_commit(&segment, record, status);
cleanup:
    code = segment_outcome(&segment, code, status);
    segment_discard(&segment);
    return code;
}
