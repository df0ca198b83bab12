#include "io/h5.h"

#include "core/memory.h"
#include "io/file.h"

#include <stdlib.h>
#include <string.h>

void h5_quiet(void)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

static herr_t innermost(unsigned n, const H5E_error2_t *error, void *context)
{
    const char **line = context;
    if (n == 0 && error->desc)
        *line = error->desc;
    return 1; /* HDF5 stops walking at the first non-zero value */
}

const char *h5_why(engram_status *status)
{
    const char *line = NULL;
    hid_t stack = H5Eget_current_stack();
    H5Ewalk2(stack, H5E_WALK_UPWARD, innermost, &line);
    const char *why = line && *line ? TEXT("HDF5: %s", line) : "HDF5 gave no reason";
    H5Eclose_stack(stack);
    return why;
}

engram_code h5_open(const char *path, hid_t *file, engram_status *status)
{
    *file = H5I_INVALID_HID;
    engram_code code = file_check(path, status);
    if (code != ENGRAM_OK)
        return code;
    h5_quiet();
    if (H5Fis_hdf5(path) <= 0)
        return FAIL(ENGRAM_E_INPUT, .what = "not an HDF5 file", .where = path,
                    .why = "it does not carry the HDF5 signature",
                    .hint =
                        "was it cut short, or is it a Git LFS pointer? compare its size with the original");
    *file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (*file >= 0)
        return ENGRAM_OK;
    const char *why = h5_why(status);
    return FAIL(ENGRAM_E_INPUT, .what = "an HDF5 file cannot be opened", .where = path, .why = why,
                .hint = strstr(why, "lock file")
                            ? "if the file system has no locks (NFS, Lustre), set HDF5_USE_FILE_LOCKING=FALSE"
                            : "it is damaged or was cut short: fetch it again");
}

const char *h5_name(hid_t object, engram_status *status)
{
    char name[512];
    return H5Iget_name(object, name, sizeof name) > 0 ? TEXT("%s", name) : "?";
}

bool h5_exists(hid_t location, const char *name)
{
    char prefix[1024];
    if (strlen(name) >= sizeof prefix)
        return false;
    for (const char *end = name; *end; end++) { /* H5Lexists wants every level asked for in turn */
        end += strcspn(end, "/");
        size_t n = (size_t)(end - name);
        memcpy(prefix, name, n);
        prefix[n] = 0;
        if (n && H5Lexists(location, prefix, H5P_DEFAULT) <= 0)
            return false;
        if (!*end)
            break;
    }
    return H5Oexists_by_name(location, name, H5P_DEFAULT) > 0;
}

static herr_t collect(hid_t group, const char *name, const H5L_info_t *facts, void *context)
{
    (void)group;
    (void)facts;
    char ***next = context;
    *(*next)++ = strdup(name);
    return (*next)[-1] ? 0 : -1;
}

engram_code h5_names(hid_t group, const char *path, char ***names, size_t *n, engram_status *status)
{
    H5G_info_t facts = {0};
    *names = NULL;
    *n = 0;
    h5_quiet();
    if (H5Gget_info(group, &facts) < 0)
        return FAIL(ENGRAM_E_INPUT, .what = "a group of an HDF5 file cannot be read",
                    .where = TEXT("%s: %s", path, h5_name(group, status)),
                    .why = "its list of members is damaged", .hint = "fetch the file again");
    engram_code code = memory_new(names, facts.nlinks, sizeof **names, "names in an HDF5 group", status);
    if (code != ENGRAM_OK)
        return code;
    char **next = *names;
    hsize_t start = 0;
    herr_t walked = H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &start, collect, &next);
    *n = (size_t)(next - *names);
    if (walked >= 0)
        return ENGRAM_OK;
    const char *why = h5_why(status);
    h5_names_free(*names, *n);
    *names = NULL;
    *n = 0;
    return FAIL(ENGRAM_E_INPUT, .what = "a group of an HDF5 file cannot be read",
                .where = TEXT("%s: %s", path, h5_name(group, status)), .why = why,
                .hint = "the file is damaged: fetch it again");
}

void h5_names_free(char **names, size_t n)
{
    for (size_t i = 0; names && i < n; i++)
        free(names[i]);
    free(names);
}
