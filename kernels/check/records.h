/* The records that cross between host and kernels, with the last member of each: if its place and the size agree, so does everything before it,
 * for all members are 4 bytes wide. */
#ifndef ENGRAM_CHECK_RECORDS_H
#define ENGRAM_CHECK_RECORDS_H
#include "fast/records.h"

#define CHECKED_RECORDS(R)                                                                                   \
    R(spike_in_flight, found)                                                                                \
    R(axon_state, left)                                                                                      \
    R(outgoing_record, U)                                                                                    \
    R(history_record, gain)                                                                                  \
    R(neurons_item, end)                                                                                     \
    R(population_record, past_age)                                                                           \
    R(delivery_record, by_age)                                                                               \
    R(chunk_record, n)                                                                                       \
    R(row_record, end)                                                                                       \
    R(cursor_record, is_spread)
#endif
