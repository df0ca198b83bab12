/* Axons that change speed: what myelin.c (rules) and damage.c (the schedule) share. */
#ifndef ENGRAM_STORE_MYELIN_H
#define ENGRAM_STORE_MYELIN_H
#include "store/store.h"

const struct projection *myelin_projection(const struct store *store, const struct store_myelin *m);
/* Its first axon among all of the store. */
uint32_t myelin_first_axon(const struct store *store, const struct store_myelin *m);

/* ---- damage.c ---- */
engram_code damage_create(struct store *store, struct store_myelin *m, engram_status *status);
/* Tell the device what `step` makes of its axons, if that has changed since the tick before: slowdowns, or slownesses where no rule sets them. */
engram_code damage_write(struct store *store, struct store_myelin *m, uint64_t step, engram_status *status);
/* And without a rule, let them have it. */
engram_code damage_enqueue(struct store *store, struct store_myelin *m, engram_status *status);
#endif
