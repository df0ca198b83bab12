/* Which diagrams a run gets, and where on the page they stand.
 *
 *   title
 *   a curves                          full width, one for each of the experiment's `curves`
 *   b raster                          full width
 *   c rates                           full width, the same time axis; of many populations a map, and their synchrony
 *   d histogram     e trajectories    one such row for each of up to three projections whose weights change
 *   f delays        g velocities      the same for up to three projections whose axons were recorded; without velocities, deciles of the delays over time
 *   h states        i states          of up to six records of states
 *   j synapses      k born and died   one such row for each of up to three projections whose synapses come and go,
 *   l connections   m connections     at the start and at the end, of up to three of those whose weights were recorded,
 *   n in-degrees    o in-degrees      the same of neurons that have positions, and of their out-degrees
 *   p neurons       q levels          of all populations in which neurons are born
 *   r gates                           full width, levels of all
 *   s survival                        of up to three projections of which there is a log
 *
 * or, of oscillators
 *
 *   a order parameter                 full width
 *   b delays        c mean delay */
#include "core/memory.h"
#include "plot/panel.h"
#include "plot/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PROJECTIONS = 3,
    MOST_STATES = 6,
    WIDTH = 1000,
    LEFT_MARGIN = 118,
    RIGHT_MARGIN = 28,
    HEADER = 102,
    LEGEND = 22,
    GAP = 106,
    FOOT = 52
};
enum {
    RASTER_HEIGHT = 300,
    RATES_HEIGHT = 150,
    MAP_HEIGHT = 460,
    CURVES_HEIGHT = 260,
    PAIR_HEIGHT = 200,
    MATRIX_HEIGHT = 380,
    BETWEEN = 92
};

struct page {
    struct figure figure;
    struct curves_panels *curves;
    struct raster *raster;
    struct rates *rates;
    struct weights *weights[MOST_PROJECTIONS];
    size_t n_weights;
    struct axons *axons[MOST_PROJECTIONS];
    size_t n_axons;
    struct states *states[MOST_STATES];
    size_t n_states;
    struct structure_panels *structure[MOST_PROJECTIONS];
    size_t n_structure;
    struct cells_panels *cells;
    struct gates_panel *gates;
    struct connectivity *connectivity[MOST_PROJECTIONS];
    size_t n_connectivity;
    struct degrees *degrees[2 * MOST_PROJECTIONS];
    size_t n_degrees;
    struct survival *survival[MOST_PROJECTIONS];
    size_t n_survival;
    struct rhythm *rhythm;
    unsigned kinds;
};

static engram_code choose_colours(struct figure *figure, engram_status *status)
{
    size_t n = engram_results_n_populations(figure->results);
    unsigned seen[3] = {0};
    engram_code code = memory_new(&figure->colours, n, sizeof *figure->colours, "a figure", status);
    for (size_t i = 0; code == ENGRAM_OK && i < n; i++) {
        int sign = engram_results_population_at(figure->results, i)->generator
                       ? 0
                       : engram_results_population_at(figure->results, i)->sign;
        figure->colours[i] = colour_of(sign, seen[sign + 1]++);
    }
    return code;
}

struct colour figure_colour(const struct figure *figure, const char *population)
{
    for (size_t i = 0; i < engram_results_n_populations(figure->results); i++)
        if (!strcmp(engram_results_population_at(figure->results, i)->name, population))
            return figure->colours[i];
    return INK;
}

static bool has_spikes(const engram_results *results)
{
    for (size_t i = 0; i < engram_results_n_populations(results); i++)
        if (engram_results_population_at(results, i)->n_spikes)
            return true;
    return false;
}

/* Those whose weights change, by a rule or because synapses come and go; others have nothing to show. */
static engram_code add_weights(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    for (size_t i = 0; i < engram_results_n_weights(results) && page->n_weights < MOST_PROJECTIONS; i++) {
        const engram_results_weights *weights = engram_results_weights_at(results, i);
        if (!weights->plastic && !weights->structure)
            continue;
        TRY(weights_create(&page->figure, i, &page->weights[page->n_weights], status));
        page->n_weights++;
    }
cleanup:
    return code;
}

/* Those that have something of what was asked for. */
static engram_code add_axons(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    for (size_t i = 0; i < engram_results_n_delays(results) && page->n_axons < MOST_PROJECTIONS; i++) {
        struct axons **next = &page->axons[page->n_axons];
        TRY(axons_create(&page->figure, i, next, status));
        if ((page->kinds & PLOT_DELAYS) || axons_have_velocities(*next))
            page->n_axons++;
        else
            axons_free(*next);
    }
cleanup:
    return code;
}

static engram_code add_states(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    for (size_t i = 0; i < engram_results_n_states(results) && page->n_states < MOST_STATES; i++) {
        if (!engram_results_states_at(results, i)->n_rows)
            continue;
        TRY(states_create(&page->figure, i, &page->states[page->n_states], status));
        page->n_states++;
    }
cleanup:
    return code;
}

/* Rows of two panels, or of one. */
static size_t n_rows(const struct page *page)
{
    return page->n_weights + page->n_axons + (page->n_states + 1) / 2 + page->n_structure +
           page->n_connectivity + page->n_degrees + page->n_survival + (page->cells ? 1 : 0) +
           (page->gates ? 1 : 0);
}

static engram_code add_structure(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct figure *figure = &page->figure;
    for (size_t i = 0; i < engram_results_n_structure(figure->results) && i < MOST_PROJECTIONS; i++) {
        TRY(structure_panels_create(figure, i, &page->structure[i], status));
        page->n_structure++;
    }
cleanup:
    return code;
}

static engram_code add_connectivity(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    for (size_t i = 0; i < engram_results_n_weights(results) && page->n_connectivity < MOST_PROJECTIONS;
         i++) {
        if (!engram_results_weights_at(results, i)->structure)
            continue;
        TRY(connectivity_create(&page->figure, i, &page->connectivity[page->n_connectivity], status));
        page->n_connectivity++;
    }
cleanup:
    return code;
}

static engram_code add_degrees(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    for (size_t i = 0; i < engram_results_n_weights(results); i++)
        for (int is_in = 1; is_in >= 0 && page->n_degrees < 2 * MOST_PROJECTIONS; is_in--) {
            struct degrees **next = &page->degrees[page->n_degrees];
            if (!engram_results_weights_at(results, i)->structure)
                continue;
            TRY(degrees_create(&page->figure, i, is_in, next, status));
            page->n_degrees += *next != NULL;
        }
cleanup:
    return code;
}

static engram_code add_survival(struct page *page, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct figure *figure = &page->figure;
    for (size_t i = 0; i < engram_results_n_topology(figure->results) && i < MOST_PROJECTIONS; i++) {
        TRY(survival_create(figure, i, &page->survival[i], status));
        page->n_survival++;
    }
cleanup:
    return code;
}

static engram_code fill_page(struct page *page, const char *folder, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = page->figure.results;
    page->figure.end_ms = engram_results_duration_ms(results);
    TRY(choose_colours(&page->figure, status));
    if (rhythm_is_in(folder))
        return rhythm_create(&page->figure, folder, &page->rhythm, status);
    if (page->kinds & PLOT_CURVES)
        TRY(curves_panels_create(&page->figure, folder, &page->curves, status));
    if ((page->kinds & PLOT_RASTER) && has_spikes(results))
        TRY(raster_create(&page->figure, &page->raster, status));
    if ((page->kinds & PLOT_RATES) && (engram_results_rates_shape(results)->n_bins || has_spikes(results)))
        TRY(rates_create(&page->figure, &page->rates, status));
    if (page->kinds & (PLOT_HISTOGRAM | PLOT_TRAJECTORIES))
        TRY(add_weights(page, status));
    if (page->kinds & (PLOT_DELAYS | PLOT_VELOCITIES))
        TRY(add_axons(page, status));
    if (page->kinds & PLOT_STATES)
        TRY(add_states(page, status));
    if (page->kinds & PLOT_STRUCTURE)
        TRY(add_structure(page, status));
    if ((page->kinds & PLOT_CELLS) && engram_results_n_cells(results))
        TRY(cells_panels_create(&page->figure, &page->cells, status));
    if ((page->kinds & PLOT_GATES) && engram_results_n_gates(results))
        TRY(gates_panel_create(&page->figure, &page->gates, status));
    if (page->kinds & PLOT_CONNECTIVITY)
        TRY(add_connectivity(page, status));
    if (page->kinds & PLOT_DEGREES)
        TRY(add_degrees(page, status));
    if (page->kinds & PLOT_SURVIVAL)
        TRY(add_survival(page, status));
    if (!page->raster && !page->rates && !n_rows(page) && !curves_panels_n(page->curves))
        TRY(FAIL(
            ENGRAM_E_INPUT, .what = "there is nothing to draw", .where = folder,
            .why = "it holds no spikes, no rates, no weights of plastic projections, no axons, no states, no "
                   "synapses that come and go, no gates and no curves, or none of those asked for",
            .hint =
                "engram info FOLDER lists what was recorded; the experiment's `record` says what will be"));
cleanup:
    return code;
}

static void draw_header(cairo_t *cr, const struct page *page)
{
    const double width = WIDTH - LEFT_MARGIN - RIGHT_MARGIN;
    const engram_results *results = page->figure.results;
    const char *name = engram_results_fact(results, "name"), *seed = engram_results_fact(results, "seed"),
               *device = engram_results_fact(results, "device");
    const char *digest = engram_results_fact(results, "digest.total");
    double duration = engram_results_duration_ms(results);
    char line[640], shown[640], digest_part[64] = "";
    if (digest)
        snprintf(digest_part, sizeof digest_part, "  \u00b7  digest %s",
                 digest + 2 * !strncmp(digest, "0x", 2));
    snprintf(line, sizeof line, "%s%g %s simulated, dt %g ms, seed %s%s%s%s",
             engram_results_finished(results) ? "" : "not finished  \u00b7  ",
             duration < 1000 ? duration : 1e-3 * duration, duration < 1000 ? "ms" : "s",
             engram_results_dt_ms(results), seed ? seed : "?", digest_part,
             device && *device ? "  \u00b7  " : "", device ? device : "");
    canvas_shorten(cr, TITLE_SIZE, 1, name && *name ? name : "run", width, shown, sizeof shown);
    canvas_text(cr, LEFT_MARGIN, 40, LEFT, TITLE_SIZE, 1, INK, shown);
    canvas_shorten(cr, TICK_SIZE, 0, line, width, shown, sizeof shown);
    canvas_text(cr, LEFT_MARGIN, 61, LEFT, TICK_SIZE, 0, SOFT, shown);
}

/* Where the first panel begins: all but the raster have a legend above them. */
static double page_top(const struct page *page)
{
    return HEADER + (page->raster && !curves_panels_n(page->curves) ? 0 : LEGEND);
}

static double rates_height(const struct page *page)
{
    return rates_are_many(page->rates) ? MAP_HEIGHT : RATES_HEIGHT;
}

static double page_height(const struct page *page)
{
    double height = page_top(page) - GAP + FOOT;
    height += (double)curves_panels_n(page->curves) * (CURVES_HEIGHT + GAP);
    height += page->raster ? RASTER_HEIGHT + GAP : 0;
    height += page->rates ? rates_height(page) + GAP : 0;
    height += page->rhythm ? RATES_HEIGHT + PAIR_HEIGHT + 2 * GAP : 0;
    height += (double)(page->n_connectivity + page->n_degrees) * (MATRIX_HEIGHT - PAIR_HEIGHT);
    return height + (double)n_rows(page) * (PAIR_HEIGHT + GAP);
}

/* Two panels side by side, or one of them in all of the width. */
static void place_pair(double y, bool left, bool right, struct box box[2])
{
    const double width = WIDTH - LEFT_MARGIN - RIGHT_MARGIN, half = 0.5 * (width - BETWEEN);
    bool both = left && right;
    box[0] = box[1] = (struct box){LEFT_MARGIN, y, both ? half : width, PAIR_HEIGHT};
    box[1].x += both ? half + BETWEEN : 0;
}

static void draw_weights(cairo_t *cr, const struct page *page, const struct weights *weights, double y,
                         char *letter)
{
    bool histogram = page->kinds & PLOT_HISTOGRAM, trajectories = page->kinds & PLOT_TRAJECTORIES;
    struct box box[2];
    place_pair(y, histogram, trajectories, box);
    if (histogram) {
        weights_draw_histogram(cr, &page->figure, weights, letter, box[0]);
        ++*letter;
    }
    if (trajectories) {
        weights_draw_trajectories(cr, &page->figure, weights, letter, box[1]);
        ++*letter;
    }
}

static void draw_axons(cairo_t *cr, const struct page *page, const struct axons *axons, double y,
                       char *letter)
{
    bool delays = page->kinds & PLOT_DELAYS,
         velocities = (page->kinds & PLOT_VELOCITIES) && axons_have_velocities(axons),
         deciles = delays && axons_have_deciles(axons);
    struct box box[2];
    place_pair(y, delays, velocities || deciles, box);
    if (delays) {
        axons_draw_delays(cr, &page->figure, axons, letter, box[0]);
        ++*letter;
    }
    if (velocities || deciles) {
        (velocities ? axons_draw_velocities : axons_draw_deciles)(cr, &page->figure, axons, letter, box[1]);
        ++*letter;
    }
}

/* Two records side by side, or the last alone. */
static void draw_states(cairo_t *cr, const struct page *page, size_t first, double y, char *letter)
{
    size_t n = first + 1 < page->n_states ? 2 : 1;
    struct box box[2];
    place_pair(y, true, n == 2, box);
    for (size_t k = 0; k < n; k++, ++*letter)
        states_draw(cr, &page->figure, page->states[first + k], letter, box[k]);
}

/* Synapses that come and go: the last panels. */
static void draw_structure(cairo_t *cr, const struct page *page, double y, char *letter)
{
    struct box box[2];
    for (size_t i = 0; i < page->n_structure; i++, y += PAIR_HEIGHT + GAP) {
        place_pair(y, true, true, box);
        structure_draw_number(cr, &page->figure, page->structure[i], letter, box[0]);
        ++*letter;
        structure_draw_changes(cr, &page->figure, page->structure[i], letter, box[1]);
        ++*letter;
    }
    for (size_t i = 0; i < page->n_connectivity; i++, y += MATRIX_HEIGHT + GAP) {
        place_pair(y, true, true, box);
        for (int end = 0; end < 2; end++, ++*letter) {
            box[end].height = MATRIX_HEIGHT;
            connectivity_draw(cr, &page->figure, page->connectivity[i], end, letter, box[end]);
        }
    }
    for (size_t i = 0; i < page->n_degrees; i++, y += MATRIX_HEIGHT + GAP) {
        place_pair(y, true, true, box);
        for (int end = 0; end < 2; end++, ++*letter) {
            box[end].height = MATRIX_HEIGHT;
            degrees_draw(cr, &page->figure, page->degrees[i], end, letter, box[end]);
        }
    }
    if (page->cells) {
        place_pair(y, true, true, box);
        cells_draw_stages(cr, &page->figure, page->cells, letter, box[0]);
        ++*letter;
        cells_draw_levels(cr, &page->figure, page->cells, letter, box[1]);
        ++*letter;
        y += PAIR_HEIGHT + GAP;
    }
    if (page->gates) {
        place_pair(y, true, false, box);
        gates_draw(cr, &page->figure, page->gates, letter, box[0]);
        ++*letter;
        y += PAIR_HEIGHT + GAP;
    }
    for (size_t i = 0; i < page->n_survival; i++, ++*letter, y += PAIR_HEIGHT + GAP) {
        place_pair(y, true, false, box);
        survival_draw(cr, &page->figure, page->survival[i], letter, box[0]);
    }
}

/* A whole page. */
static void draw_rhythm(cairo_t *cr, const struct page *page, double y)
{
    struct box box[2] = {{LEFT_MARGIN, y, WIDTH - LEFT_MARGIN - RIGHT_MARGIN, RATES_HEIGHT}};
    rhythm_draw_order(cr, &page->figure, page->rhythm, "a", box[0]);
    place_pair(y + RATES_HEIGHT + GAP, true, true, box);
    rhythm_draw_delays(cr, &page->figure, page->rhythm, "b", box[0]);
    rhythm_draw_mean(cr, &page->figure, page->rhythm, "c", box[1]);
}

static engram_code draw_page(cairo_t *cr, void *context, engram_status *status)
{
    const struct page *page = context;
    const double width = WIDTH - LEFT_MARGIN - RIGHT_MARGIN;
    double y = page_top(page);
    char letter[2] = "a";
    (void)status;
    draw_header(cr, page);
    if (page->rhythm)
        draw_rhythm(cr, page, y);
    for (size_t i = 0; i < curves_panels_n(page->curves); i++, letter[0]++, y += CURVES_HEIGHT + GAP)
        curves_panels_draw(cr, page->curves, i, letter, (struct box){LEFT_MARGIN, y, width, CURVES_HEIGHT});
    if (page->raster) {
        raster_draw(cr, &page->figure, page->raster, letter,
                    (struct box){LEFT_MARGIN, y, width, RASTER_HEIGHT});
        y += RASTER_HEIGHT + GAP;
        letter[0]++;
    }
    if (page->rates) {
        rates_draw(cr, &page->figure, page->rates, letter,
                   (struct box){LEFT_MARGIN, y, width, rates_height(page)});
        y += rates_height(page) + GAP;
        letter[0]++;
    }
    for (size_t i = 0; i < page->n_weights; i++) {
        draw_weights(cr, page, page->weights[i], y, letter);
        y += PAIR_HEIGHT + GAP;
    }
    for (size_t i = 0; i < page->n_axons; i++) {
        draw_axons(cr, page, page->axons[i], y, letter);
        y += PAIR_HEIGHT + GAP;
    }
    for (size_t i = 0; i < page->n_states; i += 2) {
        draw_states(cr, page, i, y, letter);
        y += PAIR_HEIGHT + GAP;
    }
    draw_structure(cr, page, y, letter);
    return ENGRAM_OK;
}

engram_code plot_run(const char *folder, const char *base, unsigned kinds, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct page page = {.kinds = kinds ? kinds : PLOT_ALL};
    TRY(engram_results_open(folder, &page.figure.results, status));
    TRY(fill_page(&page, folder, status));
    TRY(canvas_write(base, WIDTH, page_height(&page), draw_page, &page, status));
cleanup:
    curves_panels_free(page.curves);
    raster_free(page.raster);
    rates_free(page.rates);
    for (size_t i = 0; i < page.n_weights; i++)
        weights_free(page.weights[i]);
    for (size_t i = 0; i < page.n_axons; i++)
        axons_free(page.axons[i]);
    for (size_t i = 0; i < page.n_states; i++)
        states_free(page.states[i]);
    for (size_t i = 0; i < page.n_structure; i++)
        structure_panels_free(page.structure[i]);
    cells_panels_free(page.cells);
    gates_panel_free(page.gates);
    for (size_t i = 0; i < page.n_connectivity; i++)
        connectivity_free(page.connectivity[i]);
    for (size_t i = 0; i < page.n_degrees; i++)
        degrees_free(page.degrees[i]);
    for (size_t i = 0; i < page.n_survival; i++)
        survival_free(page.survival[i]);
    rhythm_free(page.rhythm);
    free(page.figure.colours);
    engram_results_free(page.figure.results);
    return code;
}
