/* Any value of an experiment may be nonsense: it is refused at its place, or understood. */
#include "support/strange_values.h"

#include <criterion/criterion.h>

Test(every_value, may_be_nonsense)
{
    strange_values("protocols/biofeedback.yaml", 1);
}
