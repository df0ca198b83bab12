/* A gate of plasticity, shared by kernels and reference: of a change that a rule makes, the part `gate` happens. An open gate leaves every bit as the rule has
 * made it, a closed one as it was; in between a weight stays between the two, so bounds hold. */
#ifndef ENGRAM_GATE_H
#define ENGRAM_GATE_H
#include "common/arith.h"

static inline real through_gate(real before, real after, real gate)
{
    real part = before + gate * (after - before);
    real kept = min_(max_(part, min_(before, after)), max_(before, after)); /* not beyond by rounding */
    return pick(gate == (real)(1.0f), after, kept);
}
#endif
