/* The networks of networks.c over several seeds and at full length. */
#include "support/science_networks.h"

Test(networks_long, cuba_fires_at_5_to_6_hz_over_ten_seeds)
{
    cuba_holds(10, 10000);
}

Test(networks_long, coba_with_bias_fires_irregularly_at_16_to_20_hz_over_twelve_seeds)
{
    coba_holds(12, 5000);
}

Test(networks_long, coba_fires_alike_at_half_the_step)
{
    coba_does_not_depend_on_the_step(5, 10000);
}

Test(networks_long, brunel_is_asynchronous_irregular_at_g_5_for_three_seeds)
{
    for (unsigned seed = 1; seed <= 3; seed++)
        brunel_irregular_holds(seed, 0, 1000);
}

Test(networks_long, brunel_is_synchronous_regular_at_g_3_for_two_seeds)
{
    for (unsigned seed = 1; seed <= 2; seed++)
        brunel_regular_holds(seed, 100, 1000);
}

Test(networks_long, cortex_keeps_its_rate_and_narrows_its_weights_for_three_seeds)
{
    for (unsigned seed = 1; seed <= 3; seed++)
        cortex_holds(seed);
}

Test(networks_long, static_cortex_fires_at_the_rate_of_the_control)
{
    static_cortex_holds(1);
}
