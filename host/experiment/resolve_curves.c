/* The key `curves`: it is read when a figure is drawn, and checked here, before the run that it is about. */
#include "experiment/resolve.h"
#include "network/curves.h"

#include <inttypes.h>

static bool weights_are_recorded(const struct network *net, uint32_t projection)
{
    for (size_t i = 0; i < net->n_weight_records; i++)
        if (net->weight_records[i].projection == projection)
            return true;
    return false;
}

static engram_code check_line(struct resolver *r, const struct curve_diagram *d,
                              const struct curve_line *line)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    uint32_t projection = 0;
    TRY(resolve_projection_name(r, line->place, &projection));
    const struct projection *p = &r->net->projections[projection];
    const struct population *of = &r->net->populations[line->by_source ? p->source : p->target];
    if (of->n != d->n * line->neurons)
        TRY(FAIL(
            ENGRAM_E_USAGE, .what = TEXT("diagram '%.80s' has the wrong number of conditions", d->name),
            .where = TEXT("%s, line '%.80s'", node_where(status, line->place), line->name),
            .why =
                TEXT("there are %zu of %" PRIu64 " neurons each, and population '%s' has %" PRIu32 " neurons",
                     d->n, line->neurons, of->name, of->n),
            .hint =
                line->by_source
                    ? "`neurons` of the source, one after the other, stand for one condition (default: 1)"
                    : "`neurons` of the target, one after the other, stand for one condition (default: 1); "
                      "with `by: source`, those of the source do"));
    if (!weights_are_recorded(r->net, projection))
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("weights of projection '%s' are not recorded", p->name),
                 .where = TEXT("%s, line '%.80s'", node_where(status, line->place), line->name),
                 .why = "the diagram shows what becomes of them",
                 .hint = TEXT("add  record: {weights: {%s: {sample: 0}}}", p->name)));
    if (line->end_ms <= line->begin_ms && line->of != CURVE_WEIGHT)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("line '%.80s' ends before it begins", line->name),
                 .where = node_where(status, line->place),
                 .why = TEXT("end %g ms is not after begin %g ms", line->end_ms, line->begin_ms),
                 .hint = "exchange them, or check the units"));

cleanup:
    return code;
}

engram_code resolve_curves(struct resolver *r, const struct node *map)
{
    struct curves curves = {0};
    engram_code code = ENGRAM_OK;
    TRY(curves_read(map, &curves, r->status));
    for (size_t i = 0; i < curves.n; i++)
        for (size_t k = 0; k < curves.diagrams[i].n_lines; k++)
            TRY(check_line(r, &curves.diagrams[i], &curves.diagrams[i].lines[k]));

cleanup:
    curves_free(&curves);
    return code;
}
