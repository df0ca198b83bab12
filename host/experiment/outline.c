#include "experiment/outline.h"

#include "core/memory.h"
#include "experiment/experiment.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMED = 4,       /* subjects of a row that are named; of others it says how many they are */
    LONG_LIST = 100, /* populations and projections: beyond it, those on which the same acts become one row */
    LONG_SCHEDULE = 30 /* beyond it, events of one kind that act upon the same become one row */
};

/* ---- rows ---- */

struct outline_row *outline_add(struct outline *o, uint64_t at, const char *kind, const char *subject)
{
    struct outline_row *row = &o->spare;
    if (o->n % 64 == 0 && memory_resize(&o->rows, o->n + 64, sizeof *o->rows, "outline", NULL) != ENGRAM_OK)
        o->failed = true;
    if (!o->failed) {
        row = &o->rows[o->n++];
        *row = (struct outline_row){0};
    }
    row->at = row->last = at;
    row->order = o->n;
    row->n_events = row->n_subjects = 1;
    text_add(&row->kind, "%s", kind);
    text_add(&row->subject, "%s", subject ? subject : "");
    text_add(&row->detail, "%s", "");
    return row;
}

static void clear_row(struct outline_row *row)
{
    text_free(&row->kind);
    text_free(&row->subject);
    text_free(&row->detail);
}

void outline_free(struct outline *o)
{
    for (size_t i = 0; i < o->n; i++)
        clear_row(&o->rows[i]);
    clear_row(&o->spare);
    free(o->rows);
    *o = (struct outline){0};
}

static bool texts_failed(const struct outline *o)
{
    bool failed = o->failed;
    for (size_t i = 0; i < o->n; i++)
        failed |= o->rows[i].kind.failed || o->rows[i].subject.failed || o->rows[i].detail.failed;
    return failed;
}

static void make_empty(struct text *text)
{
    text->length = 0;
    text_add(text, "%s", "");
}

static bool is_same(const struct text *a, const struct text *b)
{
    return strcmp(a->characters, b->characters) == 0;
}

/* ---- rows that become one ---- */

/* Does `b` join `a`? Then it is taken into it, but not freed. */
typedef bool (*row_joiner)(struct outline_row *a, const struct outline_row *b);

static void add_subject(struct outline_row *a, const struct outline_row *b)
{
    if (a->n_subjects++ < NAMED)
        text_add(&a->subject, ", %s", b->subject.characters);
    a->number += b->number;
}

/* The same happens to another subject. */
static bool join_subjects(struct outline_row *a, const struct outline_row *b)
{
    if (a->at != b->at || !is_same(&a->kind, &b->kind) || !is_same(&a->detail, &b->detail))
        return false;
    add_subject(a, b);
    return true;
}

/* The same acts on other synapses. */
static bool join_projections(struct outline_row *a, const struct outline_row *b)
{
    if (!is_same(&a->detail, &b->detail))
        return false;
    add_subject(a, b);
    make_empty(&a->kind);
    text_add(&a->kind, "various");
    return true;
}

/* Something of the kind happens to the same subject again. */
static bool join_events(struct outline_row *a, const struct outline_row *b)
{
    if (!is_same(&a->kind, &b->kind) || !is_same(&a->subject, &b->subject))
        return false;
    if (!is_same(&a->detail, &b->detail))
        make_empty(&a->detail);
    a->n_events += b->n_events;
    a->last = b->last;
    return true;
}

/* Let each row join one before it; with `at_once`, only such that are at the same time, which rows in order of time have beside them. */
static void join_rows(struct outline *o, row_joiner join, bool at_once)
{
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++) {
        struct outline_row *row = &o->rows[i];
        bool joined = false;
        for (size_t k = n; k > 0 && !joined && (!at_once || o->rows[k - 1].at == row->at); k--)
            joined = join(&o->rows[k - 1], row);
        if (joined)
            clear_row(row);
        else
            o->rows[n++] = *row;
    }
    o->n = n;
}

static int by_time(const void *a, const void *b)
{
    const struct outline_row *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (x->order > y->order) - (x->order < y->order);
}

/* ---- to text: cells of a line end with a tab ---- */

static void write_subjects(struct text *lines, const struct outline_row *row)
{
    text_add(lines, "%s", row->subject.characters);
    if (row->n_subjects > NAMED)
        text_add(lines, " and %" PRIu64 " more", row->n_subjects - NAMED);
}

/* Clauses one below the other, behind n_cells empty cells. */
static void write_detail(struct text *lines, const struct outline_row *row, size_t n_cells)
{
    const char *detail = row->detail.characters;
    detail += strspn(detail, ACT ", ");
    for (; *detail; detail += strspn(detail, ACT)) {
        size_t n = strcspn(detail, ACT);
        text_add_bytes(lines, detail, n);
        detail += n;
        text_add(lines, "\n");
        for (size_t i = 0; *detail && i < n_cells; i++)
            text_add(lines, "\t");
    }
    if (row->detail.characters[0] == '\0')
        text_add(lines, "\n");
}

static void write_things(struct text *lines, const struct outline *o)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct outline_row *row = &o->rows[i];
        text_add(lines, "  ");
        write_subjects(lines, row);
        text_add(lines, "\t%.0f\t%s\t", row->number, row->kind.characters);
        write_detail(lines, row, 3);
    }
}

static void write_events(struct text *lines, const struct outline *o)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct outline_row *row = &o->rows[i];
        text_add(lines, "  ");
        outline_steps(lines, o->net, row->at);
        text_add(lines, "%s\t%s\t", row->at > o->net->n_steps ? " (after the end)" : "",
                 row->kind.characters);
        write_subjects(lines, row);
        text_add(lines, "\t");
        if (row->n_events > 1) {
            text_add(lines, "%" PRIu64 " events until ", row->n_events);
            outline_steps(lines, o->net, row->last);
            text_add(lines, "%s", row->detail.characters[0] ? ": " : "\n");
        }
        if (row->n_events == 1 || row->detail.characters[0])
            write_detail(lines, row, 3);
    }
}

static void write_records(struct text *lines, const struct outline *o)
{
    for (size_t i = 0; i < o->n; i++) {
        text_add(lines, "  %s\t", o->rows[i].kind.characters);
        write_subjects(lines, &o->rows[i]);
        text_add(lines, "\t");
        write_detail(lines, &o->rows[i], 2);
    }
}

/* ---- sections ---- */

struct section {
    const char *heading, *align; /* align: see text_add_columns() */
    void (*collect)(struct outline *o);
    void (*join)(struct outline *o);
    void (*write)(struct text *lines, const struct outline *o);
};

static void join_populations(struct outline *o)
{
    if (o->n > LONG_LIST)
        join_rows(o, join_subjects, false);
}

static void join_long_projections(struct outline *o)
{
    if (o->n > LONG_LIST)
        join_rows(o, join_projections, false);
}

static void join_schedule(struct outline *o)
{
    qsort(o->rows, o->n, sizeof *o->rows, by_time);
    join_rows(o, join_subjects, true);
    if (o->n > LONG_SCHEDULE)
        join_rows(o, join_events, false);
}

static void join_records(struct outline *o)
{
    join_rows(o, join_subjects, false);
}

static const struct section sections[] = {
    {"populations\tneurons\tmodel\tinput, and what acts on it", "lrll", outline_populations, join_populations,
     write_things},
    {"projections\tsynapses\tfrom, to\trules in their order, and what else acts on it", "lrll",
     outline_projections, join_long_projections, write_things},
    {"schedule\twhat\ton", "llll", outline_schedule, join_schedule, write_events},
    {"recorded\tof\thow often", "lll", outline_records, join_records, write_records},
};

static void write_section(struct text *out, const struct network *net, const struct section *section)
{
    struct outline o = {.net = net};
    struct text lines = {0};
    section->collect(&o);
    o.failed = texts_failed(&o);
    if (o.n && !o.failed) {
        section->join(&o);
        text_add(&lines, "%s\n", section->heading);
        section->write(&lines, &o);
        text_add(out, "\n");
        text_add_columns(out, &lines, section->align);
    }
    out->failed |= o.failed || texts_failed(&o) || lines.failed;
    text_free(&lines);
    outline_free(&o);
}

static void write_head(struct text *out, const engram_experiment *e)
{
    text_add(out, "%s: ", engram_experiment_name(e));
    outline_ms(out, engram_experiment_duration_ms(e));
    text_add(out, " in steps of %g ms\n", engram_experiment_dt_ms(e));
}

static void write_network(struct text *out, const struct network *net)
{
    double n_neurons = 0, n_synapses = 0;
    bool is_exact = true, all_exact = true;
    for (size_t i = 0; i < net->n_populations; i++)
        n_neurons += net->populations[i].n;
    for (size_t i = 0; i < net->n_projections; i++, all_exact &= is_exact)
        n_synapses += projection_expected_synapses(net, &net->projections[i], &is_exact);
    text_add(out, "%.0f neurons, %s%.0f synapses, seed %" PRIu64 "\n", n_neurons, all_exact ? "" : "about ",
             n_synapses, net->seed);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        write_section(out, net, &sections[i]);
}

engram_code engram_experiment_describe(engram_experiment *e, char **out, engram_status *status)
{
    struct text text = {0};
    const struct network *net = NULL;
    engram_code code = ENGRAM_OK;
    *out = NULL;
    TRY(engram_experiment_check(e, status));
    if (!engram_experiment_n_oscillators(e))
        TRY(experiment_network(e, &net, status));
    write_head(&text, e);
    if (net)
        write_network(&text, net);
    else
        text_add(&text, "%" PRIu32 " oscillators\n", engram_experiment_n_oscillators(e));
    TRY(text_finish(&text, out, status));
cleanup:
    return code;
}
