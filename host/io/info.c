#include "io/info.h"

#include "io/info_parts.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

bool info_ends_with(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n >= m && !strcmp(path + n - m, ending);
}

static engram_code print_types(FILE *out, const char *path, engram_status *status)
{
    struct sonata_types *types = NULL;
    engram_code code = sonata_types_read(path, &types, status);
    if (code != ENGRAM_OK)
        return code;
    fprintf(out, "SONATA type table: %zu types\n  columns:", sonata_types_rows(types));
    for (size_t i = 0; i < sonata_types_columns(types); i++)
        fprintf(out, " %s", sonata_types_column_name(types, i));
    fputc('\n', out);
    sonata_types_free(types);
    return ENGRAM_OK;
}

/* The folder a manifest lies in. */
static engram_code print_manifest(FILE *out, const char *path, engram_status *status)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    return info_print_folder(out, folder, status);
}

engram_code info_print(FILE *out, const char *path, engram_status *status)
{
    struct stat facts;
    if (!stat(path, &facts) && S_ISDIR(facts.st_mode))
        return info_print_folder(out, path, status);
    if (info_ends_with(path, "manifest.json") || info_ends_with(path, "run.json"))
        return print_manifest(out, path, status);
    if (info_ends_with(path, ".csv"))
        return print_types(out, path, status);
    return info_print_hdf5(out, path, status);
}
