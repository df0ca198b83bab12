#include "network/fixed.h"

#include <inttypes.h>
#include <math.h>

enum { GUARD_BITS = 20, NARROW_BITS = 31, WIDE_BITS = 62, LARGEST_EXPONENT = 120 };

/* The most that can arrive at one receptor of one neuron in one step. */
struct load {
    double n;       /* weights */
    double sum;     /* and their magnitude */
    double typical; /* the smallest mean |weight| of a projection; infinite if there is none */
};

/* Where a plastic projection starts from 0, half its limit is what its weights will be like. Of a terminal at rest a spike releases the part U. */
static double typical_weight(const struct projection *p)
{
    double mean = quantity_mean_magnitude(&p->weight);
    if (mean == 0 && model_is_plastic(p->rule))
        mean = 0.5 * p->weight_limit;
    if (p->short_term)
        mean *= p->short_term->U;
    return mean > 0 ? mean : (double)INFINITY;
}

static void add_load(const struct network *net, const struct projection *p, uint64_t in_degree,
                     struct load *load)
{
    double n = (double)in_degree * network_max_multiplicity(net, p->source);
    double typical = typical_weight(p);
    load->n += n;
    load->sum += n * p->weight_limit * (1 + 0x1p-22); /* weights are rounded to float */
    load->typical = typical < load->typical ? typical : load->typical;
}

/* Of a receptor, with in-degrees by `bound`. `except`: a projection that is left out, or NULL. */
static struct load load_of(const struct network *net, uint32_t population, size_t receptor,
                           uint64_t (*bound)(const struct network *, const struct projection *),
                           const struct projection *except)
{
    struct load load = {.typical = INFINITY};
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        if (p != except && p->target == population && p->receptor == receptor)
            add_load(net, p, bound(net, p), &load);
    }
    return load;
}

static engram_code check_multiplicity(const struct network *net, const struct projection *p,
                                      engram_status *status)
{
    if (network_max_multiplicity(net, p->source) != MULTIPLICITY_UNKNOWN)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = "spikes could multiply without end",
        .where = TEXT("projection '%s'", p->name),
        .why = TEXT("population '%s' repeats every arriving spike, and what it repeats can come back to it",
                    net->populations[p->source].name),
        .hint = "break the circle of repeating populations");
}

/* Largest exponent with every |sum| below 2^bits; each weight adds up to 1/2 by rounding. */
static int exponent_for(const struct load *load, int bits)
{
    int e = 0;
    if (load->sum == 0)
        return 0;
    frexp(load->sum, &e);
    e = bits - e;
    e = e > LARGEST_EXPONENT ? LARGEST_EXPONENT : e;
    while (e > -LARGEST_EXPONENT && ldexp(load->sum, e) + 0.5 * load->n >= ldexp(1, bits))
        e--;
    return e;
}

static bool is_fine_enough(const struct load *load, int exponent)
{
    return load->typical >= ldexp(1, GUARD_BITS - exponent);
}

static engram_code no_scale(const struct population *p, size_t receptor, const struct load *load,
                            engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = "no safe scale for the summed input",
                .where = TEXT("population '%s', receptor '%s'", p->name, p->model->receptors[receptor].name),
                .why = TEXT("up to %.4g can arrive in one step, and the smallest typical weight is %.4g: "
                            "even 64 bits leave fewer than %d bits for it",
                            load->sum, load->typical, GUARD_BITS),
                .hint = "lower weight_limit (or the rule's bound), or use fewer, larger weights");
}

engram_code fixed_scales(const struct network *net, uint32_t population, struct fixed_scale *out,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *target = &net->populations[population];
    struct load loads[MODEL_MAX_RECEPTORS];
    size_t n_receptors = target->model->n_receptors;
    *out = (struct fixed_scale){.wide = false};
    for (size_t i = 0; n_receptors && i < net->n_projections; i++)
        if (net->projections[i].target == population)
            TRY(check_multiplicity(net, &net->projections[i], status));
    for (size_t r = 0; r < n_receptors; r++) {
        loads[r] = load_of(net, population, r, projection_in_degree_bound, NULL);
        out->exponent[r] = exponent_for(&loads[r], NARROW_BITS);
        out->wide = out->wide || !is_fine_enough(&loads[r], out->exponent[r]);
    }
    for (size_t r = 0; out->wide && r < n_receptors; r++) {
        out->exponent[r] = exponent_for(&loads[r], WIDE_BITS);
        if (!is_fine_enough(&loads[r], out->exponent[r]))
            TRY(no_scale(target, r, &loads[r], status));
    }
cleanup:
    return code;
}

static bool is_narrow(struct load load)
{
    return is_fine_enough(&load, exponent_for(&load, NARROW_BITS));
}

static bool fits_narrow(const struct network *net, const struct projection *p, const struct load *others,
                        uint64_t in_degree)
{
    struct load load = *others;
    add_load(net, p, in_degree, &load);
    return is_narrow(load);
}

uint64_t projection_narrow_in_degree(const struct network *net, const struct projection *p)
{
    uint64_t low = projection_drawn_in_degree_bound(net, p), high = projection_in_degree_bound(net, p);
    struct load others = load_of(net, p->target, p->receptor, projection_in_degree_bound, p);
    size_t n_receptors = net->populations[p->target].model->n_receptors;
    if (n_receptors == 0 || fits_narrow(net, p, &others, high) || !fits_narrow(net, p, &others, low))
        return 0;
    for (size_t r = 0; r < n_receptors; r++) /* which share their width */
        if (!is_narrow(load_of(net, p->target, r, projection_drawn_in_degree_bound, NULL)))
            return 0;
    while (high - low > 1) { /* fits with low, and not with high */
        uint64_t middle = low + (high - low) / 2;
        if (fits_narrow(net, p, &others, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

int projection_measure_exponent(const struct network *net, const struct projection *p)
{
    double n = (double)projection_in_degree_bound(net, p);
    struct load load = {.n = n, .sum = n * p->params[p->rule->measure_param] * (1 + 0x1p-22)};
    return exponent_for(&load, WIDE_BITS);
}
