/* When synapses are looked at: what kinds have in common. All say the first stamp from `step` on, UINT64_MAX if there is none. */
#ifndef ENGRAM_MEASURES_LOOKS_H
#define ENGRAM_MEASURES_LOOKS_H
#include "measures/kind.h"

uint64_t look_at(uint64_t step, uint64_t at);
uint64_t look_at_end(const struct tally *t, uint64_t step);
uint64_t look_at_both(const struct tally *t, uint64_t step); /* begin and end */
/* At the first stamp, at the last, and after every structural tick in between. */
uint64_t look_at_ticks(const struct tally *t, uint64_t step, uint64_t first, uint64_t last);
#endif
