/* Between the files that make a layout. */
#ifndef ENGRAM_STORE_LAYOUT_PARTS_H
#define ENGRAM_STORE_LAYOUT_PARTS_H
#include "store/layout.h"

/* Fill what depends on classes and accumulators: delivery, params, tables, histories, depth, outgoing. */
engram_code layout_describe(struct layout *l, engram_status *status);
/* Sort the populations into cohorts, and give them their places there; needs the accumulators. */
engram_code layout_cohorts(struct layout *l, engram_status *status);
/* Place the states that neurons remember behind the traces, whose number and depth are settled; and tell delivery where they are. */
engram_code layout_past(struct layout *l, engram_status *status);
/* At most so many spikes of one neuron fall into a window (several at once count as one). */
uint32_t layout_spikes_per_window(const struct layout *l, const struct population *p);
/* The smallest power of two that is not below, or 2^31. */
uint32_t layout_power_of_two(uint64_t at_least);
#endif
