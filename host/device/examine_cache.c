/* Can built programs be kept? Tried with a real entry, under a key that no program has. */
#include "device/cache.h"
#include "device/examine.h"

#include <stdlib.h>

engram_code examine_cache(struct findings *findings, engram_status *status)
{
    static const unsigned char payload[] = "written by engram doctor";
    struct cache_key key = {{0}};
    char folder[4096] = "", note[512] = "";
    unsigned char *back = NULL;
    size_t n = 0;

    if (cache_is_off())
        return find(findings, HEALTH_OK, "cache", "programs are not kept, as ENGRAM_CACHE_DIR says", NULL,
                    status);
    bool stored = cache_store(&key, payload, sizeof payload, note, sizeof note);
    bool loaded = stored && cache_load(&key, &back, &n);
    free(back);
    cache_drop(&key);
    if (loaded && cache_folder(folder, sizeof folder))
        return find(findings, HEALTH_OK, "cache", TEXT("programs are kept in %s", folder), NULL, status);
    return find(findings, HEALTH_WARN, "cache", stored ? "a program that was kept cannot be read back" : note,
                "runs are right without it, but start slower", status);
}
