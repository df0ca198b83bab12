/* Device files that GPU drivers open on behalf of the user. */
#include "device/examine.h"

#include <glob.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

/* Below the folder of device files; whose they are decides the usual group. */
static const char *const patterns[] = {"dri/renderD*", "kfd", "nvidiactl", "nvidia[0-9]*"};

static engram_code examine_file(const char *path, struct findings *findings, engram_status *status)
{
    struct stat about;
    if (access(path, R_OK | W_OK) == 0)
        return find(findings, HEALTH_OK, "permission", TEXT("%s may be used", path), NULL, status);
    if (stat(path, &about) != 0)
        return find(findings, HEALTH_WARN, "permission", TEXT("%s cannot be looked at", path),
                    "ask the administrator", status);
    const struct group *group = getgrgid(about.st_gid);
    bool group_may = (about.st_mode & (S_IRGRP | S_IWGRP)) == (S_IRGRP | S_IWGRP);
    const char *advice =
        group_may && group && about.st_gid != 0
            ? TEXT("join its group and log in again: sudo usermod -aG %s $USER", group->gr_name)
            : TEXT("its mode allows no group to use it: sudo chmod a+rw %s, or a udev rule that does", path);
    return find(findings, HEALTH_WARN, "permission",
                TEXT("%s is there, but this user may not read and write it", path), advice, status);
}

engram_code examine_permissions(const struct doctor_places *places, struct findings *findings,
                                bool *has_gpu_file, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    glob_t found = {0};

    *has_gpu_file = false;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        if (glob(TEXT("%s/%s", places->devices, patterns[i]), 0, NULL, &found) == 0) {
            *has_gpu_file = true;
            for (size_t j = 0; j < found.gl_pathc; j++)
                TRY(examine_file(found.gl_pathv[j], findings, status));
        }
        globfree(&found);
        found = (glob_t){0};
    }
    if (!*has_gpu_file)
        TRY(find(findings, HEALTH_OK, "hardware",
                 TEXT("no GPU shows in %s; the CPU is what there is", places->devices), NULL, status));

cleanup:
    globfree(&found);
    return code;
}
