/* Which drivers the loader will find: every *.icd file names one library. */
#include "device/examine.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The first line of an ICD file. */
static bool read_library(const char *path, char *out, size_t bytes)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    bool read = fgets(out, (int)bytes, file) != NULL;
    fclose(file);
    if (read)
        out[strcspn(out, "\r\n")] = '\0';
    return read && *out;
}

/* Loading is what the loader does too; the library stays loaded, since not every driver survives being unloaded. */
static engram_code examine_library(const char *library, const char *named_by, struct findings *findings,
                                   engram_status *status)
{
    if (dlopen(library, RTLD_NOW | RTLD_LOCAL))
        return find(findings, HEALTH_OK, "driver", TEXT("%s (%s)", library, named_by), NULL, status);
    return find(findings, HEALTH_FAIL, "driver",
                TEXT("%s names a driver that does not load: %s", named_by, dlerror()),
                "reinstall the package the driver came from, or remove that file", status);
}

static engram_code examine_icd(const char *path, struct findings *findings, engram_status *status)
{
    char library[512];
    if (read_library(path, library, sizeof library))
        return examine_library(library, path, findings, status);
    return find(findings, HEALTH_FAIL, "driver",
                TEXT("%s cannot be read or is empty: %s", path, strerror(errno)),
                "the file must be readable and hold the name of the driver's library", status);
}

static engram_code examine_folder(const char *folder, bool is_asked_for, struct findings *findings,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char path[1024];
    size_t n = 0;
    DIR *entries = opendir(folder);

    for (struct dirent *e; entries && (e = readdir(entries));) {
        if (!ends_with(e->d_name, ".icd"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        TRY(examine_icd(path, findings, status));
        n++;
    }
    if (n == 0)
        TRY(find(findings, HEALTH_FAIL, "drivers", TEXT("no OpenCL driver is registered in %s", folder),
                 is_asked_for
                     ? "OCL_ICD_VENDORS points there; unset it to use the drivers of the system"
                     : "install one: pocl-opencl-icd runs on every CPU (sudo apt install pocl-opencl-icd)",
                 status));

cleanup:
    if (entries)
        closedir(entries);
    return code;
}

engram_code examine_drivers(const struct doctor_places *places, struct findings *findings,
                            engram_status *status)
{
    const char *asked_for = getenv("OCL_ICD_VENDORS");
    if (!asked_for || !*asked_for)
        return examine_folder(places->vendors, false, findings, status);
    if (ends_with(asked_for, ".so"))
        return examine_library(asked_for, "OCL_ICD_VENDORS", findings, status);
    if (ends_with(asked_for, ".icd"))
        return examine_icd(asked_for, findings, status);
    return examine_folder(asked_for, true, findings, status);
}
