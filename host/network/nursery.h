/* The account of the slots of a population in which neurons are born, day by day: what a device is told, and what a plan counts. The reference keeps its own. */
#ifndef ENGRAM_NETWORK_NURSERY_H
#define ENGRAM_NETWORK_NURSERY_H
#include "network/network.h"
#include "network/neurogenesis.h"

struct cell {
    bool is_alive;
    uint32_t born, died; /* days; died UINT32_MAX: nobody has, here */
    struct fate fate;
};

struct nursery {
    const struct network *net;
    const struct population *p;
    struct region level;
    uint32_t n;              /* slots */
    struct cell *cells;      /* [n] */
    float *calcium;          /* [n] present, where use matters; set by the owner before each day */
    struct cell_counts *log; /* [n_days] */
    uint64_t n_days;
};
/* *out is owned by the caller, also after a failure. */
engram_code nursery_create(const struct network *net, const struct population *p, uint32_t n,
                           struct nursery **out, engram_status *status);
void nursery_free(struct nursery *nursery);
/* A day ends. */
void nursery_day(struct nursery *nursery);

/* Slots that suffice for all births of the run: exact, unless use decides who survives (then as if all were used without end); 0: too many days or births to tell. */
engram_code nursery_need(const struct network *net, const struct population *p, uint32_t *need,
                         engram_status *status);
#endif
