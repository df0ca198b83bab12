/* Decay of a trace: tables of exp(-n dt / tau), so that a trace read n steps after its spike costs one look-up and one multiplication, and every
 * device multiplies by the same numbers. */
#ifndef ENGRAM_NETWORK_DECAY_H
#define ENGRAM_NETWORK_DECAY_H
#include <stdbool.h>
#include <stdint.h>

/* Longest time constant in steps; with it a table still reaches 25 time constants. */
#define DECAY_MAX_STEPS 40000.0

/* Number of entries: min(ceil(25 tau / dt) + 1, 2^20). The last entry is 0, and stands for everything beyond. */
uint32_t decay_table_length(double tau_ms, double dt_ms);
/* table[n] = (float)exp(-n dt / tau), computed in double; table[length - 1] = 0, which is all of it where tau is 0. */
void decay_table_fill(double tau_ms, double dt_ms, float *table, uint32_t length);
/* Is tau short enough for a table? Callers refuse it otherwise. */
bool decay_table_fits(double tau_ms, double dt_ms);
#endif
