/* Front matter that is right but for one thing, and what must be said about that. */
#ifndef ENGRAM_TESTS_UNIT_MODEL_REFUSALS_H
#define ENGRAM_TESTS_UNIT_MODEL_REFUSALS_H
#include "model/model.h"

/* Parse `good` as "mine.h" with `to` in the place of `from`, which must be in it. */
engram_code parse_changed(const char *good, const char *from, const char *to, struct model **model,
                          engram_status *status);
/* That is refused at `where`, and `what` appears in the message, which stays in `status`. */
void expect_refused(const char *good, const char *from, const char *to, const char *where, const char *what,
                    engram_status *status);
#endif
