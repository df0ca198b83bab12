/* Decay of a trace: tables of exp(-n dt / tau), so that a trace read n steps after its spike costs a look-up and a multiplication, and every device
 * multiplies by the same numbers. Up to DECAY_MAX_STEPS a table has an entry per step. A slower trace has two tables, one behind the other, and decays by
 * the product of two entries:
 *
 *      fine[n mod DECAY_FINE] * coarse[n / DECAY_FINE]       fine: DECAY_FINE steps;  coarse: whole multiples of that, and ends with 0
 */
#ifndef ENGRAM_NETWORK_DECAY_H
#define ENGRAM_NETWORK_DECAY_H
#include <stdbool.h>
#include <stdint.h>

/* Longest time constant of one table, in steps; with it the table still reaches 25 time constants. */
#define DECAY_MAX_STEPS 40000.0
/* Longest time constant of two tables: of a slower trace, float would lose what it decays by from step to step, and the spikes that add 1. */
#define DECAY_MAX_LONG_STEPS 16777216.0

/* Is tau short enough for one table? And for two? Callers refuse what is longer than they can take. */
bool decay_table_fits(double tau_ms, double dt_ms);
bool decay_tables_fit(double tau_ms, double dt_ms);
/* Number of entries, of both tables where there are two. The last entry is 0, and stands for everything beyond 25 time constants. */
uint32_t decay_table_length(double tau_ms, double dt_ms);
/* table[n] = (float)exp(-n dt / tau), computed in double, and so on; table[length - 1] = 0, which is all of it where tau is 0. */
void decay_table_fill(double tau_ms, double dt_ms, float *table, uint32_t length);
#endif
