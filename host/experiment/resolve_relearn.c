/* Events on neurons from a file of RELeARN:
 *
 *      # comment
 *      1000 d 0:1 0:2 1:7         before step 1000 neurons 1 and 2 of rank 0, and 7 of rank 1, are disabled; they count from 1
 *      2000 e 0:1                 enabled again; in one step all of the file's d come before its e
 *      3000 c 100                 100 are created by every rank
 *
 * A rank is a population. */
#include "config/text_file.h"
#include "core/memory.h"
#include "experiment/resolve.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t MOST_BYTES = UINT64_C(1) << 28;

struct events_file {
    const char *path;
    const char *line, *at; /* where reading stands */
    uint32_t number;       /* of the line */
    uint64_t begin;        /* steps of the run before the file's step 1 */
    double step_ms;
    uint32_t *populations; /* [n_populations] by rank */
    size_t n_populations;
};

static engram_code wrong(struct resolver *r, const struct events_file *f, const char *what, const char *why,
                         const char *hint)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_INPUT, .what = what,
                .where = TEXT("%s:%" PRIu32 ":%" PRIu32, f->path, f->number, (uint32_t)(f->at - f->line) + 1),
                .why = why, .hint = hint);
}

static const char FORM[] =
    "a line is a step, d or e, and neurons:  1000 d 0:1 0:2  (rank:neuron); or a step, c, and how "
    "many:  3000 c 100";

/* ---- words ---- */

static void skip_spaces(struct events_file *f)
{
    f->at += strspn(f->at, " \t\r");
}

static bool line_has_ended(const struct events_file *f)
{
    return *f->at == '\0' || *f->at == '\n' || *f->at == '#';
}

static engram_code read_number(struct resolver *r, struct events_file *f, const char *what, uint64_t most,
                               uint64_t *out)
{
    engram_status *status = r->status;
    char *end = NULL;
    errno = 0;
    if (*f->at < '0' || *f->at > '9')
        return wrong(r, f, TEXT("%s is missing", what),
                     TEXT("'%.*s' is not a number", (int)strcspn(f->at, " \t\r\n"), f->at), FORM);
    *out = strtoull(f->at, &end, 10);
    if (errno || *out < 1 || *out > most)
        return wrong(r, f, TEXT("%s is out of range", what), TEXT("it counts from 1 to %" PRIu64, most),
                     FORM);
    f->at = end;
    return ENGRAM_OK;
}

/* "rank:neuron" or "neuron"; *rank is an index into f->populations, *neuron counts from 0. */
static engram_code read_neuron(struct resolver *r, struct events_file *f, size_t *rank, uint32_t *neuron)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const char *colon = f->at + strspn(f->at, "0123456789");
    uint64_t number = 0;
    *rank = 0;
    if (*colon == ':') {
        unsigned long long of = strtoull(f->at, NULL, 10);
        if (colon == f->at || of >= f->n_populations)
            TRY(wrong(r, f, TEXT("there is no rank %.*s", (int)(colon - f->at), f->at),
                      TEXT("`populations` names %zu, for ranks from 0", f->n_populations),
                      "name the populations of all ranks, in their order"));
        *rank = (size_t)of;
        f->at = colon + 1;
    }
    const struct population *p = &r->net->populations[f->populations[*rank]];
    TRY(read_number(r, f, TEXT("a neuron of population '%s'", p->name), p->n, &number));
    if (!line_has_ended(f) && !strchr(" \t\r", *f->at))
        TRY(wrong(r, f, "a space is missing", TEXT("'%c' cannot stand in a neuron", *f->at), FORM));
    *neuron = (uint32_t)number - 1;
cleanup:
    return code;
}

/* ---- lines ---- */

static engram_code add_neuron(struct resolver *r, struct selection *s, uint32_t neuron)
{
    engram_code code = ENGRAM_OK;
    if (s->n_ranges && s->ranges[s->n_ranges - 1].last + 1 == neuron) {
        s->ranges[s->n_ranges - 1].last = neuron;
        return ENGRAM_OK;
    }
    /* room grows by powers of two */
    if ((s->n_ranges & (s->n_ranges - 1)) == 0)
        TRY(memory_resize(&s->ranges, s->n_ranges ? 2 * s->n_ranges : 1, sizeof *s->ranges, "events",
                          r->status));
    s->ranges[s->n_ranges++] = (struct neuron_range){neuron, neuron};
cleanup:
    return code;
}

/* The neurons of one line; an event for each population that has some. */
static engram_code read_neurons(struct resolver *r, struct events_file *f, const struct neuron_event *event)
{
    engram_code code = ENGRAM_OK;
    struct selection *by_rank = NULL;
    size_t rank = 0;
    uint32_t neuron = 0;
    TRY(memory_new(&by_rank, f->n_populations, sizeof *by_rank, "events", r->status));
    skip_spaces(f);
    if (line_has_ended(f))
        TRY(wrong(r, f, "no neuron is named", "the line ends after the event", FORM));
    for (; !line_has_ended(f); skip_spaces(f)) {
        TRY(read_neuron(r, f, &rank, &neuron));
        TRY(add_neuron(r, &by_rank[rank], neuron));
    }
    for (rank = 0; rank < f->n_populations; rank++) {
        struct neuron_event e = *event;
        if (by_rank[rank].n_ranges == 0)
            continue;
        selection_sort(&by_rank[rank]);
        e.which = by_rank[rank];
        e.which.fraction = 1;
        TRY(neuron_event_add(&r->net->populations[f->populations[rank]], &e, r->status));
        by_rank[rank].ranges = NULL;
    }
cleanup:
    for (size_t k = 0; by_rank && k < f->n_populations; k++)
        selection_free(&by_rank[k]);
    free(by_rank);
    return code;
}

/* Neurons that every rank creates. */
static engram_code read_creation(struct resolver *r, struct events_file *f, uint64_t begin)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    uint64_t n = 0;
    skip_spaces(f);
    TRY(read_number(r, f, "the number of neurons", UINT32_MAX, &n));
    skip_spaces(f);
    if (!line_has_ended(f))
        TRY(wrong(r, f, "a line goes on", "after c stands one number", FORM));
    for (size_t k = 0; k < f->n_populations; k++) {
        struct population *p = &r->net->populations[f->populations[k]];
        struct neurogenesis *g = p->neurogenesis;
        if (!g)
            TRY(wrong(r, f, "neurons cannot be created",
                      TEXT("population '%s' has the neurons that it begins with", p->name),
                      TEXT("give population '%s'  neurogenesis: {day: 1 ms, alive: %" PRIu32
                           ", births: 0}, and a size with room for those that are to come",
                           p->name, p->n)));
        TRY(memory_resize(&g->creations, g->n_creations + 1, sizeof *g->creations, p->name, status));
        g->creations[g->n_creations++] = (struct creation){begin, n};
    }
cleanup:
    return code;
}

enum kind { DISABLE, ENABLE, CREATE, N_KINDS };
static const char letters[N_KINDS] = {[DISABLE] = 'd', [ENABLE] = 'e', [CREATE] = 'c'};

/* One line; nothing is made of it if it is of another kind. */
static engram_code read_line(struct resolver *r, struct events_file *f, enum kind kind)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    uint64_t step = 0;
    skip_spaces(f);
    if (line_has_ended(f))
        return ENGRAM_OK;
    TRY(read_number(r, f, "a step", UINT32_MAX, &step));
    skip_spaces(f);
    if (!memchr(letters, *f->at, sizeof letters))
        TRY(wrong(r, f, TEXT("'%.*s' is not an event", (int)strcspn(f->at, " \t\r\n"), f->at),
                  "it is d (disable), e (enable) or c (create)", FORM));
    if (*f->at++ != letters[kind])
        return ENGRAM_OK;
    if (*f->at != '\0' && !strchr(" \t\r\n#", *f->at))
        TRY(wrong(r, f, "a space is missing", "neurons come after the event", FORM));
    uint64_t begin = f->begin + steps_of(r, (double)(step - 1) * f->step_ms);
    if (kind == CREATE)
        return read_creation(r, f, begin);
    struct neuron_event e = {.kind = kind == DISABLE ? NEURON_SILENCE : NEURON_RESTORE, .begin = begin};
    TRY(read_neurons(r, f, &e));
cleanup:
    return code;
}

/* All events of a kind. */
static engram_code read_text(struct resolver *r, struct events_file *f, const char *text, enum kind kind)
{
    engram_code code = ENGRAM_OK;
    f->number = 1;
    for (f->line = text; f->line; f->number++) {
        f->at = f->line;
        TRY(read_line(r, f, kind));
        const char *end = strchr(f->line, '\n');
        f->line = end ? end + 1 : NULL;
    }
cleanup:
    return code;
}

static engram_code read_populations(struct resolver *r, struct events_file *f, const struct node *names)
{
    engram_code code = ENGRAM_OK;
    size_t n = names->kind == NODE_LIST ? names->n : 1;
    TRY(memory_new(&f->populations, n, sizeof *f->populations, "events", r->status));
    for (size_t i = 0; i < n; i++) {
        const struct node *name = names->kind == NODE_LIST ? names->items[i] : names;
        TRY(resolve_population_name(r, name, name->text, &f->populations[i]));
    }
    f->n_populations = n;
cleanup:
    return code;
}

engram_code resolve_relearn(struct resolver *r, const struct node *item, const struct node *key,
                            const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct events_file f = {0};
    (void)key;
    char *path = NULL, *text = NULL;
    size_t n = 0;
    double at = 0;
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    TRY(schema_number(map, "schedule[].relearn.step", &f.step_ms, r->status));
    f.begin = steps_of(r, at);
    TRY(read_populations(r, &f, node_get(map, "populations")));
    TRY(resolve_path(r, node_get(map, "file")->text, &path));
    TRY(text_file_read(path, MOST_BYTES, &text, &n, r->status));
    TRY(text_check(path, text, n, 1, r->status));
    f.path = path;
    for (enum kind kind = 0; kind < N_KINDS; kind++)
        TRY(read_text(r, &f, text, kind));
cleanup:
    free(f.populations);
    free(text);
    free(path);
    return code;
}
