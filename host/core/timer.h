/* Wall time. Used for progress, profiles and the bench, never for a result. */
#ifndef ENGRAM_CORE_TIMER_H
#define ENGRAM_CORE_TIMER_H
/* Seconds on a clock that never jumps. */
double timer_now(void);
#endif
