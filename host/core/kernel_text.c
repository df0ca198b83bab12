#include "core/kernel_text.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files read from ENGRAM_KERNEL_DIR are kept until the process ends: texts are lent without a term. */
struct loaded {
    struct loaded *next;
    char *text;
    char path[];
};
static struct loaded *loaded_files;
static pthread_mutex_t loaded_lock = PTHREAD_MUTEX_INITIALIZER;

static char *file_text(const char *file_name)
{
    FILE *file = fopen(file_name, "rb");
    char *text = NULL;
    long size = 0;
    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && size < INT_MAX &&
        fseek(file, 0, SEEK_SET) == 0)
        text = malloc((size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, file) == (size_t)size) {
        text[size] = '\0';
    } else {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

static const struct loaded *file_in_folder(const char *folder, const char *path)
{
    char file_name[PATH_MAX];
    for (struct loaded *l = loaded_files; l; l = l->next)
        if (strcmp(l->path, path) == 0)
            return l;
    int length = snprintf(file_name, sizeof file_name, "%s/%s", folder, path);
    if (length < 0 || (size_t)length >= sizeof file_name)
        return NULL;
    char *text = file_text(file_name);
    struct loaded *l = text ? malloc(sizeof *l + strlen(path) + 1) : NULL;
    if (!l) {
        free(text);
        return NULL;
    }
    strcpy(l->path, path);
    l->text = text;
    l->next = loaded_files;
    loaded_files = l;
    return l;
}

/* Both NULL if there is no such file. */
static struct kernel_text find(const char *path)
{
    const char *folder = getenv("ENGRAM_KERNEL_DIR");
    if (folder && *folder) {
        pthread_mutex_lock(&loaded_lock);
        const struct loaded *l = file_in_folder(folder, path);
        pthread_mutex_unlock(&loaded_lock);
        if (l)
            return (struct kernel_text){l->path, l->text};
    }
    for (const struct kernel_text *k = kernel_texts; k->path; k++)
        if (strcmp(k->path, path) == 0)
            return *k;
    return (struct kernel_text){0};
}

const char *kernel_text_path(const char *path)
{
    return find(path).path;
}

engram_code kernel_text_find(const char *path, const char **text, engram_status *status)
{
    const char *folder = getenv("ENGRAM_KERNEL_DIR");
    struct stat info;
    *text = NULL;
    if (folder && *folder && (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode)))
        return FAIL(ENGRAM_E_USAGE, .what = "there is no such folder of kernels",
                    .where = TEXT("ENGRAM_KERNEL_DIR=%s", folder),
                    .why = "the built-in kernels would be used without a word",
                    .hint = "name a folder laid out like kernels/, or unset ENGRAM_KERNEL_DIR");
    *text = find(path).text;
    if (*text)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_INPUT, .what = "a kernel file is missing", .where = path,
                .why = "it is neither in ENGRAM_KERNEL_DIR nor embedded in this program",
                .hint = "unset ENGRAM_KERNEL_DIR, or build engram again from a complete source tree");
}

const char *kernel_text_at(size_t i)
{
    return kernel_texts[i].path;
}
