/* Spikes reach the host in no particular order; sorting makes the record independent of the device. */
#ifndef ENGRAM_ENGINE_SPIKE_SORT_H
#define ENGRAM_ENGINE_SPIKE_SORT_H
#include "engine/fast_clock.h"

/* Sort n spikes by stamp, then id. Returns the array, of the two given, that holds the result. */
struct recorded_spike *spike_sort(struct recorded_spike *spikes, struct recorded_spike *spare, size_t n);
#endif
