/* Times, numbers and choices of neurons as an outline says them. */
#include "experiment/outline.h"

#include <inttypes.h>
#include <math.h>

void outline_ms(struct text *text, double ms)
{
    static const struct {
        const char *unit;
        double ms, parts; /* in how many parts a unit is divided at most: 1.5 min, but 80 s */
    } units[] = {{"h", 3600e3, 100}, {"min", 60e3, 2}, {"s", 1e3, 1e4}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double x = ms / units[i].ms, parts = x * units[i].parts;
        if (x >= 1 && fabs(parts - floor(parts + 0.5)) < 1e-9 * parts) {
            text_add(text, "%.10g %s", x, units[i].unit);
            return;
        }
    }
    text_add(text, "%.10g ms", ms);
}

void outline_steps(struct text *text, const struct network *net, uint64_t steps)
{
    outline_ms(text, (double)steps * net->dt_ms);
}

void outline_interval(struct text *text, const struct network *net, uint64_t steps)
{
    if (steps == 0) {
        text_add(text, "at the start and the end");
        return;
    }
    text_add(text, "every ");
    outline_steps(text, net, steps);
}

void outline_quantity(struct text *text, const struct quantity *q, const char *unit)
{
    text_add(text, "%.6g %s%s", quantity_mean(q), unit, quantity_is_constant(q) ? "" : " on average");
}

void outline_selection(struct text *text, const struct selection *which)
{
    if (which->in_sphere)
        text_add(text, ", within %g um of (%g, %g, %g)", which->radius_um, which->center_um[0],
                 which->center_um[1], which->center_um[2]);
    if (which->in_sphere && which->inner_um > 0)
        text_add(text, " but not within %g um", which->inner_um);
    for (size_t i = 0; i < which->n_ranges && i < 3; i++) {
        text_add(text, "%s%" PRIu32, i ? ", " : ", neurons ", which->ranges[i].first);
        if (which->ranges[i].last > which->ranges[i].first)
            text_add(text, "-%" PRIu32, which->ranges[i].last);
    }
    if (which->n_ranges > 3)
        text_add(text, ", ...");
    if (which->fraction < 1)
        text_add(text, ", %g of them", which->fraction);
}
