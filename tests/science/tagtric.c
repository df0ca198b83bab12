/* The second model of tagging and capture (science/synaptic.md, 5.4): what tetani leave after 5 hours. Late phases themselves: tests/unit/model/tagtric.c. */
#include "support/science.h"
#include "support/science_tagtric.h"

Test(tagtric, weak_and_strong_tetani_leave_what_is_published)
{
    expect_tagtric(8);
}
