#include "network/network.h"

#include <string.h>

/* FNV-1a, then the finaliser of MurmurHash3: FNV alone leaves the upper bits of short names alike. */
uint32_t name_hash(const char *name)
{
    uint32_t h = 2166136261u;
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        h = (h ^ *c) * 16777619u;
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    return h ^ h >> 16;
}

int network_find_population(const struct network *network, const char *name)
{
    for (size_t i = 0; i < network->n_populations; i++)
        if (strcmp(network->populations[i].name, name) == 0)
            return (int)i;
    return -1;
}

int network_find_projection(const struct network *network, const char *name)
{
    for (size_t i = 0; i < network->n_projections; i++)
        if (strcmp(network->projections[i].name, name) == 0)
            return (int)i;
    return -1;
}
