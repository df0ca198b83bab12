#include <engram/results.h>

#include "config/node.h"
#include "io/disk.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static engram_code verify_file(const engram_results *r, const struct node *entry, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *node = NULL;
    const char *name = NULL, *expected = NULL;
    uint64_t bytes = 0, found_bytes = 0, found = 0;
    char path[4096];
    TRY(node_need(entry, "name", "a file of the manifest", &node, status));
    TRY(node_text(node, "name", &name, status));
    TRY(node_need(entry, "bytes", "a file of the manifest", &node, status));
    TRY(node_integer(node, "bytes", 0, INT64_MAX, &bytes, status));
    TRY(node_need(entry, "xxh3", "a file of the manifest", &node, status));
    TRY(node_text(node, "xxh3", &expected, status));
    snprintf(path, sizeof path, "%s/%s", r->folder, name);
    TRY(disk_checksum(path, &found_bytes, &found, status));
    if (found_bytes != bytes || found != strtoull(expected, NULL, 16))
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a results file was changed or damaged", .where = TEXT("%s", path),
                 .why = TEXT("%" PRIu64 " bytes with checksum 0x%016" PRIx64 "; the manifest says %" PRIu64
                             " and %s",
                             found_bytes, found, bytes, expected),
                 .hint =
                     "restore it from a copy, or run the experiment again: equal seeds give equal results"));
cleanup:
    return code;
}

engram_code engram_results_verify(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *files = NULL;
    if (!r->has_manifest)
        return FAIL(ENGRAM_E_STATE, .what = "results cannot be verified", .where = r->folder,
                    .why = "there is no manifest.json: the run did not end",
                    .hint = "each closed segment is readable nevertheless");
    TRY(node_need(r->description->root, "files", "the manifest", &files, status));
    TRY(node_require(files, NODE_LIST, "files", status));
    for (size_t i = 0; i < files->n; i++)
        TRY(verify_file(r, files->items[i], status));
cleanup:
    return code == ENGRAM_E_USAGE
               ? ENGRAM_E_INPUT
               : code; /* a damaged manifest is input, not a mistake in an experiment file */
}
