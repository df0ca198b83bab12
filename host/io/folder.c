#include "io/folder.h"

#include "core/memory.h"
#include "io/disk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static engram_code make_one(const char *path, engram_status *status)
{
    struct stat facts;
    if (!disk_mkdir(path) || (errno == EEXIST && !stat(path, &facts) && S_ISDIR(facts.st_mode)))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_RESOURCES, .what = "the results folder cannot be created", .where = path,
                .why = strerror(errno),
                .hint = "choose another --output, or check permissions and free space of its disk");
}

engram_code folder_make(const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *part = NULL;
    TRY(memory_string(&part, path, status));
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        TRY(make_one(part, status));
        *slash = '/';
    }
    TRY(make_one(part, status));
cleanup:
    free(part);
    return code;
}

engram_code folder_check_new(const char *path, engram_status *status)
{
    static const char what[] = "results need a new folder";
    struct stat facts;
    if (!path || !*path)
        return FAIL(ENGRAM_E_USAGE, .what = what, .where = "output", .why = "its name is empty",
                    .hint = "give a name: --output results/first");
    if (stat(path, &facts))
        return errno == ENOENT ? ENGRAM_OK
                               : FAIL(ENGRAM_E_RESOURCES, .what = what, .where = path, .why = strerror(errno),
                                      .hint = "choose another --output");
    if (!S_ISDIR(facts.st_mode))
        return FAIL(ENGRAM_E_USAGE, .what = what, .where = path, .why = "a file of this name exists",
                    .hint = "choose another --output");
    DIR *directory = opendir(path);
    if (!directory)
        return FAIL(ENGRAM_E_RESOURCES, .what = what, .where = path, .why = strerror(errno),
                    .hint = "choose another --output, or check its permissions");
    const char *occupant = NULL;
    for (struct dirent *entry; !occupant && (entry = readdir(directory));)
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
            occupant = TEXT("%s", entry->d_name);
    closedir(directory);
    if (!occupant)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = what, .where = path,
                .why = TEXT("it is not empty: it holds '%s'", occupant),
                .hint = "choose another --output, or remove the old results yourself");
}

/* Length of the stem if `name` is that of a first segment, "stem.0000.h5"; else 0. */
static size_t first_segment(const char *name)
{
    static const char ending[] = ".0000.h5";
    size_t n = strlen(name), n_ending = sizeof ending - 1;
    return *name != '.' && n > n_ending && !strcmp(name + n - n_ending, ending) ? n - n_ending : 0;
}

engram_code folder_segments(const char *folder, const char *stem, struct segment_list *out,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct stat facts;
    char path[4096];
    *out = (struct segment_list){0};
    for (size_t i = 0;; i++) { /* asked for one by one: a segment is closed only after the one before it */
        snprintf(path, sizeof path, "%s/%s.%04zu.h5", folder, stem, i);
        if (stat(path, &facts))
            return ENGRAM_OK;
        TRY(memory_resize(&out->paths, i + 1, sizeof *out->paths, "list of segments", status));
        TRY(memory_string(&out->paths[i], path, status));
        out->n = i + 1;
    }
cleanup:
    segment_list_free(out);
    return code;
}

void segment_list_free(struct segment_list *list)
{
    folder_stems_free(list->paths, list->n);
    *list = (struct segment_list){0};
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

engram_code folder_stems(const char *folder, const char *sub, char ***stems, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char path[4096];
    *stems = NULL;
    *n = 0;
    snprintf(path, sizeof path, "%s/%s", folder, sub);
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        size_t n_stem = first_segment(entry->d_name);
        if (!n_stem)
            continue;
        TRY(memory_resize(stems, *n + 1, sizeof **stems, "list of results", status));
        (*stems)[*n] = NULL;
        TRY(memory_string(&(*stems)[*n], TEXT("%.*s", (int)n_stem, entry->d_name), status));
        ++*n;
    }
    if (*n)
        qsort(*stems, *n, sizeof **stems, compare_texts);
cleanup:
    if (directory)
        closedir(directory);
    if (code != ENGRAM_OK) {
        folder_stems_free(*stems, *n);
        *stems = NULL;
        *n = 0;
    }
    return code;
}

void folder_stems_free(char **stems, size_t n)
{
    for (size_t i = 0; stems && i < n; i++)
        free(stems[i]);
    free(stems);
}
