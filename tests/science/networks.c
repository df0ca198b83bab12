/* Networks of science/synaptic.md, section 12, as short as the bands allow. networks_long.c has more seeds and the full lengths. */
#include "support/science_networks.h"

Test(networks, cuba_fires_at_5_to_6_hz)
{
    cuba_holds(3, 3000);
}

Test(networks, coba_with_bias_fires_irregularly_at_16_to_20_hz)
{
    coba_holds(4, 2500);
}

Test(networks, brunel_is_asynchronous_irregular_at_g_5)
{
    brunel_irregular_holds(1, 0, 1000);
}

Test(networks, brunel_is_synchronous_regular_at_g_3)
{
    brunel_regular_holds(1, 50, 140);
}

Test(networks, cortex_keeps_its_rate_and_narrows_its_weights)
{
    cortex_holds(1);
}
