/* TagTriC with as many neurons as narrow the standard errors to what the table leaves of them. */
#include "support/science.h"
#include "support/science_tagtric.h"

Test(tagtric_long, forty_neurons_of_each_protocol_meet_the_table, .timeout = 600)
{
    expect_tagtric(40);
}
