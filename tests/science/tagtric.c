/* The second model of tagging and capture (science/synaptic.md, 5.4). */
#include "support/science.h"
#include "support/science_tagtric.h"

Test(tagtric, weak_and_strong_tetani_leave_what_is_published)
{
    expect_tagtric(8);
}
