#include "store/layout.h"

#include "core/memory.h"
#include "network/myelin.h"
#include "network/structure.h"
#include "store/layout_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = TILE_GRAIN }; /* arrays per neuron are padded to it */

uint32_t tile_begin(uint32_t n_neurons, uint32_t tile, uint32_t n_tiles)
{
    if (tile >= n_tiles)
        return n_neurons;
    uint64_t at = (uint64_t)n_neurons * tile / n_tiles;
    return (uint32_t)(at / LANES * LANES);
}

uint32_t layout_power_of_two(uint64_t at_least)
{
    uint64_t size = 1;
    while (size < at_least)
        size *= 2;
    return size > 0x80000000u ? 0x80000000u : (uint32_t)size;
}

static uint32_t padded(uint32_t n)
{
    return (n + LANES - 1u) / LANES * LANES;
}

/* ---- the window ---- */

static uint32_t legal_window(const struct network *net)
{
    uint32_t window = MAX_WINDOW;
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        bool is_driven = net->populations[p->target].model->n_receptors > 0;
        if (is_driven && p->dendritic_steps < window)
            window = p->dendritic_steps;
    }
    return window;
}

uint32_t layout_spikes_per_window(const struct layout *l, const struct population *p)
{
    return (l->window - 1u) / population_min_interval(p, l->net->dt_ms) + 1u;
}

static engram_code choose_window(struct layout *l, const struct layout_options *options,
                                 engram_status *status)
{
    uint32_t legal = legal_window(l->net);
    if (options->window > legal)
        return FAIL(
            ENGRAM_E_USAGE, .what = TEXT("a window of %u steps is too long", options->window),
            .where = "option window",
            .why = TEXT("the shortest dendritic delay is %u steps, and no window may be longer (at most %d)",
                        legal, MAX_WINDOW),
            .hint = TEXT("choose a window of at most %u", legal));
    l->window = options->window ? options->window : legal;
    /* A slice of chunked delivery may not hold two spikes of an axon, which would race for its weights; then it holds a synapse at most once. */
    l->slice = l->window;
    for (size_t i = 0; i < l->net->n_populations; i++) {
        uint32_t interval = population_min_interval(&l->net->populations[i], l->net->dt_ms);
        if (interval < l->slice)
            l->slice = interval;
    }
    return ENGRAM_OK;
}

/* ---- how far ahead ---- */

enum { STATIC_AHEAD = 15 }; /* at least */

/* At the end of a window, all that decides arrivals of the next `dendritic` steps is known: the spikes that are under way, and the post spikes, which take
 * so long to reach a synapse. Static synapses need no post spikes: they go as far as accumulator slots, a power of two of them, let them. Going ahead
 * makes longer runs of synapses per visit, and costs slots. */
static uint32_t projection_ahead(const struct projection *p)
{
    uint32_t dendritic = p->dendritic_steps;
    return model_is_plastic(p->rule) ? dendritic
                                     : layout_power_of_two(dendritic + STATIC_AHEAD + 1u) - dendritic - 1u;
}

static bool goes_ahead(const struct layout *l, const struct projection *p)
{
    uint16_t code_of_all = 0;
    return !l->chunked && !projection_has_one_length(l->net, p, &code_of_all);
}

/* The rows of a class go ahead together, so that a flush knows how far they have got. */
static uint32_t class_ahead(const struct layout *l, const struct layout_class *class)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t k = 0; k < class->n_projections; k++) {
        const struct projection *p = &l->net->projections[class->projections[k]];
        if (goes_ahead(l, p) && projection_ahead(p) < least)
            least = projection_ahead(p);
    }
    return least == UINT32_MAX ? 0 : least;
}

/* ---- accumulators ---- */

static uint32_t slots_of(const struct layout *l, uint32_t population)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < l->net->n_projections; i++) {
        const struct projection *p = &l->net->projections[i];
        uint32_t reach = p->dendritic_steps + (goes_ahead(l, p) ? projection_ahead(p) : 0);
        longest = p->target == population && reach > longest ? reach : longest;
    }
    return layout_power_of_two(longest + 1u);
}

static engram_code place_accumulators(struct layout *l, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < l->net->n_populations; i++) {
        const struct population *p = &l->net->populations[i];
        population_record *r = &l->populations[i];
        size_t n_receptors = p->model->n_receptors;
        r->n = p->n;
        r->n_pad = padded(p->n);
        r->owner = p->owner;
        r->id_base = (uint32_t)l->n_neurons;
        r->recorded =
            l->records_all || p->record_spikes || p->is_measured || p->is_watched || l->net->rate_bin;
        r->slot_mask = slots_of(l, i) - 1u;
        r->max_spikes = network_max_multiplicity(l->net, i);
        l->n_neurons += p->n;
        TRY(fixed_scales(l->net, i, &l->scales[i], status));
        unsigned width = l->scales[i].wide ? 8 : 4;
        /* A generator ignores its input: one row of elements that nobody reads, and scale 0, take what is delivered. */
        for (size_t k = 0; k < (n_receptors ? n_receptors : 1); k++) {
            bytes = (bytes + 63u) / 64u * 64u;
            r->accumulator[k] = (uint32_t)(bytes / width);
            r->unit[k] = n_receptors ? ldexpf(1.0f, -l->scales[i].exponent[k]) : 0.0f;
            bytes += (r->slot_mask + 1ull) * r->n_pad * width;
        }
        if (bytes / 4 > UINT32_MAX)
            TRY(FAIL(ENGRAM_E_RESOURCES, .what = "the input accumulators are too large",
                     .where = TEXT("population '%s'", p->name),
                     .why = "more than 2^32 words: neurons x receptors x dendritic delay in steps",
                     .hint = "shorten the dendritic delay, or move delay to the axon (dendritic_delay)"));
    }
    l->accumulator_bytes = bytes;
cleanup:
    return code;
}

/* Places in the arrays of counts; those with calcium come first, so that its array needs no others. */
static void place_counts(struct layout *l)
{
    for (uint32_t i = 0; i < l->net->n_populations; i++) {
        bool has_calcium = l->net->populations[i].calcium;
        l->populations[i].counted = has_calcium ? (uint32_t)l->calcium_cells : NOT_COUNTED;
        l->calcium_cells += has_calcium ? l->populations[i].n_pad : 0;
    }
    for (uint32_t i = 0; i < l->net->n_populations; i++)
        for (size_t k = 0; k < l->net->populations[i].n_scalings; k++) {
            l->populations[i].factor[l->net->populations[i].scalings[k].receptor] = (uint32_t)l->scaled_cells;
            l->scaled_cells += l->populations[i].n_pad;
        }
    l->counted_cells = l->calcium_cells;
    for (uint32_t i = 0; i < l->net->n_populations; i++) {
        bool is_asked = network_asks_activity(l->net, i) || l->net->populations[i].n_scalings;
        if (l->populations[i].counted != NOT_COUNTED || !is_asked)
            continue;
        l->populations[i].counted = (uint32_t)l->counted_cells;
        l->counted_cells += l->populations[i].n_pad;
    }
}

/* ---- classes ---- */

uint64_t layout_row_room(const struct layout_class *class, uint64_t n)
{
    return class->has_structure ? n + n / 8 + 4 : n;
}

uint64_t layout_synapse_bytes(const struct layout_class *class)
{
    enum { TARGET = sizeof(uint32_t), LENGTH = sizeof(uint16_t) };
    return TARGET + LENGTH + weight_bytes(class->weight_width) + sizeof(float) * (uint64_t) class->n_columns;
}

uint64_t layout_largest_population(const struct layout *l)
{
    uint64_t n = 0;
    for (size_t i = 0; i < l->net->n_populations; i++)
        n = l->populations[i].n_pad > n ? l->populations[i].n_pad : n;
    return n;
}

static bool same_variant(const struct delivery_variant *a, const struct delivery_variant *b)
{
    return a->wide == b->wide && a->short_term == b->short_term && a->gated == b->gated &&
           a->by_age == b->by_age && a->newborns == b->newborns && a->slow_pre == b->slow_pre &&
           a->slow_post == b->slow_post;
}

const char *layout_weight_options(const struct layout_class *class)
{
    static const char *const options[][2] = {
        [WEIGHTS_F32] = {"", ""},
        [WEIGHTS_U16] = {"-DWEIGHT_BITS=16 -DWEIGHT_BY_CHANCE=0", "-DWEIGHT_BITS=16 -DWEIGHT_BY_CHANCE=1"},
        [WEIGHTS_U8] = {"-DWEIGHT_BITS=8 -DWEIGHT_BY_CHANCE=0", "-DWEIGHT_BITS=8 -DWEIGHT_BY_CHANCE=1"},
        [WEIGHTS_ALIKE] = {"-DWEIGHT_BITS=0 -DWEIGHT_BY_CHANCE=0"}};
    return options[class->weight_width][class->rounds_by_chance];
}

static engram_code class_find(struct layout *l, const struct projection *p, struct layout_class **out,
                              engram_status *status)
{
    const struct model *rule = p->rule;
    const struct model *turnover = p->structure ? p->structure->turnover : NULL;
    bool has_structure = p->structure != NULL;
    struct delivery_variant variant = {
        .wide = l->scales[p->target].wide,
        .short_term = p->short_term != NULL,
        .gated = p->gate != NULL,
        .by_age = projection_learns_by_age(l->net, p),
        .newborns = p->structure && model_has_pending(rule),
        .slow_pre = projection_slow_traces(l->net, p, 0, rule->n_pre_traces),
        .slow_post =
            projection_slow_traces(l->net, p, rule->n_pre_traces, rule->n_traces - rule->n_pre_traces),
    };
    for (uint32_t c = 0; c < l->n_classes; c++)
        if (l->classes[c].rule == rule && same_variant(&l->classes[c].variant, &variant) &&
            l->classes[c].weight_width == p->storage.width &&
            l->classes[c].rounds_by_chance == p->storage.by_chance &&
            l->classes[c].has_structure == has_structure && l->classes[c].turnover == turnover) {
            *out = &l->classes[c];
            return ENGRAM_OK;
        }
    if (l->n_classes == MAX_CLASSES)
        return FAIL(ENGRAM_E_USAGE, .what = "too many different plasticity rules",
                    .where = TEXT("rule '%s'", rule->name),
                    .why = TEXT("one run can hold %d combinations of rule, storage of weights, accumulator "
                                "width, short-term plasticity, gate, "
                                "age and structure",
                                MAX_CLASSES),
                    .hint = "use fewer rules in one experiment");
    *out = &l->classes[l->n_classes++];
    (*out)->rule = rule;
    (*out)->variant = variant;
    (*out)->weight_width = p->storage.width;
    (*out)->rounds_by_chance = p->storage.by_chance;
    (*out)->has_structure = has_structure;
    (*out)->turnover = turnover;
    (*out)->n_columns = projection_n_columns(p);
    return ENGRAM_OK;
}

static engram_code sort_into_classes(struct layout *l, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&l->classes, MAX_CLASSES, sizeof *l->classes, "delivery classes", status));
    for (uint32_t i = 0; i < l->net->n_projections; i++) {
        const struct projection *p = &l->net->projections[i];
        struct layout_class *class = NULL;
        TRY(class_find(l, p, &class, status));
        TRY(memory_resize(&class->projections, class->n_projections + 1, sizeof *class->projections,
                          "delivery classes", status));
        class->projections[class->n_projections++] = i;
    }
    uint32_t first = 0;
    for (uint32_t c = 0; c < l->n_classes; c++) {
        l->classes[c].first_projection = first;
        first += l->classes[c].n_projections;
    }
cleanup:
    return code;
}

const struct layout_class *layout_class_of(const struct layout *l, uint32_t projection, uint32_t *place)
{
    for (uint32_t c = 0; c < l->n_classes; c++)
        for (uint32_t k = 0; k < l->classes[c].n_projections; k++)
            if (l->classes[c].projections[k] == projection) {
                *place = k;
                return &l->classes[c];
            }
    return NULL;
}

/* Steps between flushes at most, where records of spikes must wait for one; 0: any number. A second costs few records and few flushes. */
static uint32_t flush_interval(const struct network *net)
{
    for (size_t i = 0; i < net->n_projections; i++)
        if (net->projections[i].rule->on_late_arrival)
            return (uint32_t)ceil(LATE_KEPT_MS / net->dt_ms);
    return 0;
}

/* Steps that a spike stays in the ring: until it has arrived everywhere, until the tick after that if cells along the axon take note of it, and until the flush after the
 * last late arrival; `turn` sees to that flush at the end of a window. */
static uint32_t spike_is_kept(const struct network *net, const struct projection *p, uint32_t longest)
{
    if (p->rule->on_late_arrival)
        longest += projection_late_steps(net, p) + flush_interval(net) + MAX_WINDOW;
    if (!p->myelin || !p->myelin->on_arrival_at_cell)
        return longest;
    struct myelin_plan plan = projection_myelin(net, p);
    return plan.tick + plan.most > longest ? plan.tick + plan.most : longest;
}

/* Ring sizes: room for two of the largest windows and for what a lively network (20 Hz) has under way. It grows when that is not enough. */
static engram_code size_class(struct layout *l, struct layout_class *class, engram_status *status)
{
    uint64_t need = 0, axons = 0;
    for (uint32_t k = 0; k < class->n_projections; k++) {
        const struct projection *p = &l->net->projections[class->projections[k]];
        const struct population *source = &l->net->populations[p->source];
        uint32_t longest = projection_max_axonal(l->net, p);
        axons += source->n;
        need += (uint64_t)source->n * layout_spikes_per_window(l, source);
        class->max_axonal = longest > class->max_axonal ? longest : class->max_axonal;
        class->kept =
            spike_is_kept(l->net, p, longest) > class->kept ? spike_is_kept(l->net, p, longest) : class->kept;
    }
    double under_way = (double)axons * (class->kept + l->window) * l->net->dt_ms * 0.020;
    uint64_t size = layout_power_of_two(2 * need + (uint64_t)under_way + 1024);
    if (axons + l->n_axons > UINT32_MAX || size + l->ring_total > UINT32_MAX)
        return FAIL(ENGRAM_E_RESOURCES, .what = "too many axons",
                    .where = TEXT("rule '%s'", class->rule->name),
                    .why = "axons and spikes in flight are numbered with 32 bits",
                    .hint = "make the network smaller");
    class->ahead = class_ahead(l, class);
    class->n_axons = (uint32_t)axons;
    class->first_axon = l->n_axons;
    class->ring_need = (uint32_t)need;
    class->ring_size = (uint32_t)size;
    class->ring_base = l->ring_total;
    l->n_axons += class->n_axons;
    l->ring_total += class->ring_size;
    return ENGRAM_OK;
}

static engram_code size_records(struct layout *l, engram_status *status)
{
    uint64_t need = 0;
    for (size_t i = 0; i < l->net->n_populations; i++) {
        const struct population *p = &l->net->populations[i];
        if (l->populations[i].recorded)
            need += (uint64_t)p->n * layout_spikes_per_window(l, p) *
                    network_max_multiplicity(l->net, (uint32_t)i);
    }
    uint64_t size = 2 * need + (1u << 20);
    if (size > UINT32_MAX)
        return FAIL(ENGRAM_E_RESOURCES, .what = "the spike record is too large", .where = "record.spikes",
                    .why = "more than 2^32 spikes could be recorded in one window",
                    .hint = "record fewer populations, or use a shorter window");
    l->record_need = (uint32_t)need;
    l->record_size = (uint32_t)size;
    return ENGRAM_OK;
}

/* One tile per compute unit, or one for chunks, unless a class's columns then do not fit the device's buffers. */
static uint32_t choose_tiles(const struct layout *l, const struct layout_options *options)
{
    uint32_t tiles = options->tiles ? options->tiles : options->chunked ? 1u : options->compute_units;
    for (uint32_t c = 0; c < l->n_classes; c++) {
        double bytes = 0;
        bool exact = true;
        for (uint32_t k = 0; k < l->classes[c].n_projections; k++)
            bytes += 4.0 * projection_expected_synapses(
                               l->net, &l->net->projections[l->classes[c].projections[k]], &exact);
        double least = ceil(1.1 * bytes / (double)options->max_alloc);
        if (options->max_alloc && least > tiles)
            tiles = (uint32_t)least;
    }
    return tiles;
}

static engram_code layout_fill(struct layout *l, const struct layout_options *options, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = l->net;
    TRY(choose_window(l, options, status));
    TRY(memory_new(&l->populations, net->n_populations, sizeof *l->populations, "populations", status));
    TRY(memory_new(&l->scales, net->n_populations, sizeof *l->scales, "populations", status));
    TRY(memory_new(&l->delivery, net->n_projections, sizeof *l->delivery, "projections", status));
    TRY(memory_new(&l->outgoing, net->n_projections, sizeof *l->outgoing, "projections", status));
    TRY(place_accumulators(l, status));
    place_counts(l);
    TRY(layout_cohorts(l, status));
    TRY(sort_into_classes(l, status));
    l->n_tiles = choose_tiles(l, options);
    for (uint32_t c = 0; c < l->n_classes; c++)
        TRY(size_class(l, &l->classes[c], status));
    TRY(layout_describe(l, status));
    TRY(size_records(l, status));
    l->flush_interval = flush_interval(l->net);
cleanup:
    return code;
}

engram_code layout_create(const struct network *net, const struct layout_options *options,
                          struct layout **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct layout *l = NULL;
    *out = NULL;
    TRY(memory_new(&l, 1, sizeof *l, "layout", status));
    l->net = net;
    l->chunked = options->chunked;
    l->records_all = options->record_all;
    TRY(layout_fill(l, options, status));
    *out = l;
    l = NULL;
cleanup:
    layout_free(l);
    return code;
}

void layout_free(struct layout *l)
{
    if (!l)
        return;
    for (uint32_t c = 0; c < l->n_classes; c++)
        free(l->classes[c].projections);
    free(l->classes);
    for (uint32_t c = 0; c < l->n_cohorts; c++)
        free(l->cohorts[c].members);
    free(l->cohorts);
    free(l->member_of);
    free(l->populations);
    free(l->scales);
    free(l->outgoing);
    free(l->histories);
    free(l->delivery);
    free(l->params);
    free(l->tables);
    free(l);
}
