/* Folders of results: new ones to write into, existing ones to look through. */
#ifndef ENGRAM_IO_FOLDER_H
#define ENGRAM_IO_FOLDER_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Create a folder and its parents where they do not exist. E_RESOURCES. */
engram_code folder_make(const char *path, engram_status *status);
/* Fails with E_USAGE unless `path` does not exist or is an empty folder: results are never mixed with others. */
engram_code folder_check_new(const char *path, engram_status *status);

/* Closed segments of one stream: "folder/stem.0000.h5", "folder/stem.0001.h5", ... in order of their numbers. A number that is missing ends the list. */
struct segment_list {
    char **paths; /* [n] owned */
    size_t n;
};
engram_code folder_segments(const char *folder, const char *stem, struct segment_list *out,
                            engram_status *status);
void segment_list_free(struct segment_list *list);
/* Stems that have a segment 0 below folder/sub, in name order; owned by the caller (folder_stems_free). A missing folder has none. */
engram_code folder_stems(const char *folder, const char *sub, char ***stems, size_t *n,
                         engram_status *status);
void folder_stems_free(char **stems, size_t n);
#endif
