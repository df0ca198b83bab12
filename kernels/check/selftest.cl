/* One program, so that the start of a run loads one file. */
#include "check/arith.cl"
#include "check/atomics.cl"
#include "check/layout.cl"
