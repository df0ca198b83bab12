/* The schema table as text for a terminal, and as docs/experiment.md. */
#include "config/units.h"
#include "experiment/fragments.h"
#include "experiment/schema.h"

#include <inttypes.h>
#include <string.h>

static const char *type_name(const struct schema_row *row)
{
    static const char *const names[] = {
        [SCHEMA_MAP] = "map",
        [SCHEMA_NAMED] = "map of names",
        [SCHEMA_TEMPLATE] = "template",
        [SCHEMA_MAPS] = "list of maps",
        [SCHEMA_TEXT] = "text",
        [SCHEMA_TEXTS] = "list of texts",
        [SCHEMA_WORD] = "word",
        [SCHEMA_FLAG] = "true or false",
        [SCHEMA_INTEGER] = "whole number",
        [SCHEMA_INTEGERS] = "list of whole numbers",
        [SCHEMA_NUMBER] = "number",
        [SCHEMA_NUMBERS] = "list of numbers",
        [SCHEMA_DISTRIBUTION] = "number or distribution",
        [SCHEMA_ROWS] = "list of lists",
        [SCHEMA_NOTHING] = "nothing",
    };
    return names[row->type];
}

static const char *unit_name(const struct schema_row *row)
{
    if (!row->unit || strcmp(row->unit, "1") == 0)
        return "";
    if (strcmp(row->unit, UNIT_OF_PARAMETER) == 0)
        return "that of the value";
    return strcmp(row->unit, UNIT_OF_RECEPTOR) == 0 ? "that of the receptor" : row->unit;
}

static void range_text(const struct schema_row *row, char *out, size_t size)
{
    bool whole = row->type == SCHEMA_INTEGER || row->type == SCHEMA_INTEGERS;
    out[0] = '\0';
    if (row->words && strcmp(row->words, "NAME") != 0)
        snprintf(out, size, "%s", row->words);
    else if (whole && row->most)
        snprintf(out, size, "%" PRIu64 " ... %" PRIu64, row->least, row->most);
    else if (row->has_range && row->max < 1e300)
        snprintf(out, size, "%g ... %g", row->min, row->max);
    else if (row->has_range)
        snprintf(out, size, "%s %g", row->above ? ">" : ">=", row->min);
}

static const char *default_text(const struct schema_row *row)
{
    if (row->required)
        return "required";
    if (row->alternative)
        return "one of these";
    return row->standard ? row->standard : "";
}

void schema_print_text(FILE *out)
{
    const struct schema_row *row = NULL;
    char range[128];
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        range_text(row, range, sizeof range);
        fprintf(out, "%s\n    %s", row->path, type_name(row));
        if (unit_name(row)[0])
            fprintf(out, " [%s]", unit_name(row));
        if (range[0])
            fprintf(out, ", %s", range);
        if (default_text(row)[0])
            fprintf(out, "%s%s", row->required || row->alternative ? ", " : ", default ", default_text(row));
        fprintf(out, "\n    %s\n", row->doc);
        if (row->example)
            fprintf(out, "    %s: %s\n", schema_key(row), row->example);
    }
}

/* Table cells may not contain a bare '|'. */
static void cell(FILE *out, const char *text)
{
    fputs(" ", out);
    for (; *text; text++) {
        if (*text == '|')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputs(" |", out);
}

static void print_row(FILE *out, const struct schema_row *row, const char *key)
{
    char name[160], range[128], example[160] = "";
    snprintf(name, sizeof name, "`%s`", key);
    range_text(row, range, sizeof range);
    if (row->example)
        snprintf(example, sizeof example, "`%s`", row->example);
    fputs("|", out);
    cell(out, name);
    cell(out, type_name(row));
    cell(out, unit_name(row));
    cell(out, default_text(row));
    cell(out, range);
    cell(out, row->doc);
    cell(out, example);
    fputs("\n", out);
}

static void print_table(FILE *out, const char *prefix, const char *except)
{
    const struct schema_row *row = NULL;
    size_t n = strlen(prefix);
    fputs("\n| key | value | unit | default | allowed | meaning | example |\n| --- | --- | --- | --- | --- | "
          "--- | --- |\n",
          out);
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        bool here = strncmp(row->path, prefix, n) == 0 && row->path[n] != '\0';
        bool nested = n == 0 && (strchr(row->path, '.') || row->path[0] == '<');
        if (here && !nested && !(except && strncmp(row->path, except, strlen(except)) == 0))
            print_row(out, row, row->path + n);
    }
}

static void print_fragments(FILE *out, const char *section)
{
    const struct fragment *f = NULL;
    size_t n_shown = 0;
    for (size_t i = 0; (f = fragment_at(i)) != NULL; i++) {
        if (strcmp(f->section, section) != 0)
            continue;
        const char *dot = strrchr(f->path, '.');
        fprintf(out, "%s%s: %s\n    # %s\n", n_shown++ ? "" : "\n```yaml\n", dot ? dot + 1 : f->path,
                f->value, f->meaning);
    }
    if (n_shown)
        fputs("```\n", out);
}

static void print_units(FILE *out)
{
    static const char *const bases[] = {"ms", "mV", "pA", "pF", "nS", "MOhm", "Hz", "um", "um^3", "m/s"};
    char alternatives[200];
    fputs("\n## Units\n\nA physical quantity may carry a unit; without one it is in the base unit. A unit of "
          "another kind is an error. "
          "`0.0023 s` and `2.3 ms` are exactly the same number.\n\n| base unit | also accepted |\n| --- | "
          "--- |\n",
          out);
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        units_alternatives(bases[i], alternatives, sizeof alternatives);
        fprintf(out, "| %s | %s |\n", bases[i], alternatives);
    }
}

static void print_beginning(FILE *out)
{
    fputs(
        "<!-- generated by: engram schema --markdown; do not edit -->\n\n# The experiment file\n\n"
        "YAML (JSON is a part of it). `engram check FILE` checks one without running it, and shows what it "
        "is going to do; every error names "
        "file, line and column. "
        "`--set path.to.key=value` replaces a key. A SONATA simulation config can be given in place of an "
        "experiment file; `name`, `dt`, `duration`, `seed` and `record` may be set for it too.\n\n```yaml\n",
        out);
    fputs(fragments_example, out);
    fputs("```\n\n"
          "What is the same in several places is written once, as YAML has it: `&name` before a value, "
          "`*name` where it "
          "comes again, and `<<: *name` in a map that is the same but for what is given beside it:\n\n"
          "```yaml\npopulations:\n"
          "  E: &cells {model: iaf_psc_exp, size: 80, params: &membrane {tau_m: 20 ms, V_th: -50 mV}}\n"
          "  F: *cells                                                            # the same once more\n"
          "  I: {<<: *cells, size: 20, params: {<<: *membrane, tau_m: 10 ms}}     # fewer and faster\n```\n\n"
          "Each is a copy, which `--set` changes by itself.\n",
          out);
}

void schema_print_markdown(FILE *out)
{
    static const struct section {
        const char *title, *text, *prefix, *except, *fragments;
    } sections[] = {
        {"Top level", "", "", NULL, NULL},
        {"Populations", "Keys of `populations.NAME`. Parameters and states of the models: `engram rules`.",
         "populations.*.", NULL, "Positions"},
        {"Spike times and currents", "", NULL, NULL, "Spike times and currents"},
        {"Projections", "Keys of `projections.NAME`.", "projections.*.", "projections.*.connect.", NULL},
        {"Who connects to whom",
         "Keys of `projections.NAME.connect`; `one_to_one` and `all_to_all` may also stand there as a word.",
         "projections.*.connect.", NULL, "Who connects to whom"},
        {"Delays",
         "A spike needs axonal plus dendritic delay, at least one step. Only plastic synapses can tell the "
         "two apart.",
         NULL, NULL, "Delays"},
        {"Plasticity", "", NULL, NULL, "Plasticity"},
        {"Schedule",
         "Keys of an item of `schedule`: when, and one thing that happens then. Order in the file does not "
         "matter, but for what happens at the same time. `examples/lesion.yaml` shows events on neurons, "
         "`examples/connectome76.yaml` events on axons.",
         "schedule[].", NULL, NULL},
        {"Whole brains",
         "Keys of `connectome`, which may stand in place of `populations`; all other keys are as ever. "
         "Regions and tracts come from text files as The Virtual Brain has them "
         "(`unzip -d connectivity_76 connectivity_76.zip`, or `python3 -m zipfile -e connectivity_76.zip "
         "connectivity_76`). Weights are read as TVB reads them: row i, column j is the tract **from j to "
         "i**. `examples/connectome76.yaml` shows it all.",
         "connectome.", NULL, NULL},
        {"Oscillators",
         "Keys of `oscillators`, which may stand in place of `populations`. Of the keys above, `seed`, `dt`, "
         "`duration` and `name` are then allowed. "
         "`examples/myelin_sync.yaml` has them all. `dt` is 1 ms in the paper.",
         "oscillators.", NULL, NULL},
        {"Recording", "Keys of `record`.", "record.", NULL, "Recording"},
        {"Measures",
         "Keys of `measures.NAME`: a kind of number, and what is expected of it. They are computed while the "
         "run goes on "
         "(with --no-output too), and change nothing in it. `examples/msp_assembly.yaml` shows those of "
         "synapses "
         "that come and go.",
         "measures.*.", NULL, "Measures"},
        {"Diagrams of what weights became",
         "Keys of `curves.NAME`. A protocol is an experiment with a neuron, or a row of them, for each "
         "condition (a lag, a "
         "rate of pairings, a number of pulses); a diagram shows the change of their weights over the "
         "conditions, beside what was measured. `engram plot FOLDER --panels curves` draws nothing else. "
         "Labels may be changed in the results folder's experiment.yaml and drawn again. "
         "`examples/protocols/` has several.",
         "curves.*.", NULL, NULL},
        {"Numbers and distributions",
         "Where a table says \"number or distribution\", there may be a number, a list with one number for "
         "each neuron (or listed edge), or:",
         SCHEMA_DISTRIBUTION_ROOT ".", NULL, "Numbers and distributions"},
    };
    print_beginning(out);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        const struct section *s = &sections[i];
        fprintf(out, "\n## %s\n%s%s%s", s->title, s->text[0] ? "\n" : "", s->text, s->text[0] ? "\n" : "");
        if (s->prefix)
            print_table(out, s->prefix, s->except);
        if (s->fragments)
            print_fragments(out, s->fragments);
    }
    print_units(out);
}
