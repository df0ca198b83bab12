/* What is left of a quantity that fades. */
#ifndef ENGRAM_FADED_H
#define ENGRAM_FADED_H
#include "chance.h"

/* a exp(-x). */
static inline real faded_(real a, real x)
{
    return a - a * chance_(x);
}
#endif
