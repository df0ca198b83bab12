/* States that a neuron model remembers (`past` in its block): the values of the last steps, in rings behind the traces of post spikes.
 *
 *      first state   | stamp 0, 0 + ring, ...: a value per neuron | stamp 1, 1 + ring, ... | ...        ring = past_mask + 1 planes, a power of two
 *      second state  | ...
 *
 * `neurons` writes the state at the end of every step, of silent neurons too, and gives on_step that of past_age steps before. Delivery reads it where a rule
 * asks for it: as it was past_age steps before the stamp of the event. The ring is longer than a window, the dendrite and the age together.
 *
 * Behind them lie like rings of marks that a history gathers (`gathers` in the block of a rule): in every step, what was gathered grows by as much as the trace of arrivals
 * fades, and the mark of the step is added. At multiples of h->gathering steps all of it is left as one mark. An arrival reads what was pending at its time. */
#ifndef ENGRAM_PAST_H
#define ENGRAM_PAST_H
#include "common/dialect.h"

/* First element of the plane that holds stamp `at`, counted from the beginning of a ring; a macro, for vectors and scalars. */
#define past_plane(at, mask, n_pad) (((at) & (mask)) * (n_pad))
#endif
