/* The text of a composed rule. OpenCL C has no name spaces, so while a part's text is read, every name that is its own is a macro for PART__NAME:
 *
 *      #define tau_plus stdp__tau_plus     parameters, derived constants, columns, traces, states of neurons
 *      #define weigh    stdp__weigh        functions, constants and types of the text
 *      #line 1 "stdp.h"                    the author's text, unchanged
 *      #undef tau_plus ...
 *
 * Lines and columns of messages stay the author's. What the parts share is whatever is not theirs: w, s, t and p, members of t that no part declares
 * (t.elapsed, t.sum), and the files of kernels/, which are included before. Behind all parts stand functions that call theirs one after the other. */
#include "model/scope.h"
#include "model/parse.h"

#include <ctype.h>
#include <string.h>

/* Events: each has the same arguments, and gives the weight for the next. */
static const char *const events[] = {"on_arrival", "on_post_spike", "on_late_arrival", "on_tick"};
enum { N_EVENTS = sizeof events / sizeof *events };

/* ---- the names that a text has at file scope ---- */

static bool begins_word(const char *code, const char *c)
{
    return (isalpha((unsigned char)*c) || *c == '_') &&
           (c == code || !(isalnum((unsigned char)c[-1]) || c[-1] == '_' || c[-1] == '.'));
}

static size_t word_length(const char *c)
{
    size_t n = 0;
    while (isalnum((unsigned char)c[n]) || c[n] == '_')
        n++;
    return n;
}

static bool is_word(const char *c, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(c, word, n) == 0;
}

/* Words that stand before a parenthesis or brace and are no names. */
static bool is_language(const char *c, size_t n)
{
    static const char *const words[] = {"enum", "struct", "union", "typedef", "static", "inline", "const"};
    bool found = strncmp(c, "__", 2) == 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        found |= is_word(c, n, words[i]);
    return found;
}

/* The name may be that of a function of OpenCL C, such as step, which is a macro on some platforms. */
static void define(struct text *out, const char *part, const char *name, size_t n)
{
    text_add(out, "#undef %.*s\n#define %.*s %s__%.*s\n", (int)n, name, (int)n, name, part, (int)n, name);
}

static void undefine(struct text *out, const char *part, const char *name, size_t n)
{
    (void)part;
    text_add(out, "#undef %.*s\n", (int)n, name);
}

typedef void name_sink(struct text *out, const char *part, const char *name, size_t n);

/* #define NAME of the text itself, which ends with it. */
static const char *pass_directive(const char *c, struct text *out, const char *part, name_sink *sink)
{
    const char *word = c + 1 + strspn(c + 1, " \t");
    size_t n = word_length(word);
    if (sink == undefine && is_word(word, n, "define")) {
        word += n;
        word += strspn(word, " \t");
        sink(out, part, word, word_length(word));
    }
    while (*c && !(*c == '\n' && c[-1] != '\\'))
        c++;
    return c;
}

/* What is declared outside of all braces and parentheses, and the constants of enumerations. */
static void file_names(const char *code, struct text *out, const char *part, name_sink *sink)
{
    int braces = 0, parentheses = 0;
    bool in_enum = false;
    size_t n = 1;
    for (const char *c = code; *c; c += n) {
        n = 1;
        braces += (*c == '{') - (*c == '}');
        parentheses += (*c == '(') - (*c == ')');
        in_enum = in_enum && *c != '}' && *c != ';';
        if (*c == '#') {
            n = (size_t)(pass_directive(c, out, part, sink) - c);
            continue;
        }
        if (!begins_word(code, c))
            continue;
        n = word_length(c);
        const char *next = c + n + strspn(c + n, " \t\r\n");
        in_enum |= is_word(c, n, "enum");
        bool is_scope = parentheses == 0 && (braces == 0 || (in_enum && braces == 1));
        if (is_scope && *next && strchr(braces ? ",=}" : "(=;[,{", *next) && !is_language(c, n))
            sink(out, part, c, n);
    }
}

/* ---- */

static engram_code each_name(const struct model *rule, struct text *out, name_sink *sink,
                             engram_status *status)
{
    struct snippet snippet = {0};
    engram_code code = ENGRAM_OK;
    TRY(snippet_open(rule->path, rule->text, &snippet, status));
    for (size_t i = 0; i < rule->n_params; i++)
        sink(out, rule->name, rule->params[i].name, strlen(rule->params[i].name));
    for (size_t i = 0; i < rule->n_derived; i++)
        sink(out, rule->name, rule->derived[i].name, strlen(rule->derived[i].name));
    for (size_t i = 0; i < rule->n_variables; i++)
        sink(out, rule->name, rule->variables[i].name, strlen(rule->variables[i].name));
    for (size_t i = 0; i < rule->n_traces; i++)
        sink(out, rule->name, rule->traces[i].name, strlen(rule->traces[i].name));
    for (size_t i = 0; i < rule->n_cells; i++)
        sink(out, rule->name, rule->cells[i].name, strlen(rule->cells[i].name));
    file_names(snippet.code, out, rule->name, sink);

cleanup:
    snippet_close(&snippet);
    return code;
}

engram_code scope_begin(const struct model *part, struct text *out, engram_status *status)
{
    return each_name(part, out, define, status);
}

engram_code scope_end(const struct model *part, struct text *out, engram_status *status)
{
    return each_name(part, out, undefine, status);
}

/* Every part keeps the weight within its own bounds; the others' hold, too. */
static void write_bounds(const struct model *rule, struct text *out)
{
    bool above_0 = false;
    text_add(out, "static inline real composed_within(real w, rule_params p)\n{\n    (void)p;\n");
    for (size_t i = 0; i < rule->n_parts; i++) {
        const struct model *part = rule->parts[i].rule;
        if (part->weight_max_param >= 0)
            text_add(out, "    w = min_(w, (real)(p.%s__%s));\n", part->name,
                     part->params[part->weight_max_param].name);
        if (part->weight_min_param >= 0)
            text_add(out, "    w = max_(w, (real)(p.%s__%s));\n", part->name,
                     part->params[part->weight_min_param].name);
        above_0 |= part->weight_min_param < 0;
    }
    text_add(out, "%s    return w;\n}\n", above_0 ? "    w = max_(w, (real)(0.0f));\n" : "");
}

static engram_code write_event(const struct model *rule, const char *event, struct text *out,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = 0;
    for (size_t i = 0; i < rule->n_parts; i++) {
        const struct model *part = rule->parts[i].rule;
        struct snippet snippet = {0};
        TRY(snippet_open(part->path, part->text, &snippet, status));
        bool defines = snippet_defines(&snippet, event);
        snippet_close(&snippet);
        if (!defines)
            continue;
        if (n++ == 0)
            text_add(out, "static inline real %s(real w, rule_state *s, rule_traces t, rule_params p)\n{\n",
                     event);
        text_add(out, "    w = composed_within(%s__%s(w, s, t, p), p);\n", part->name, event);
    }
    text_add(out, n ? "    return w;\n}\n" : "");

cleanup:
    return code;
}

/* One part measures, and there is nothing to compose. */
static void write_measure(const struct model *rule, struct text *out)
{
    for (size_t i = 0; i < rule->n_parts; i++) {
        const struct model *part = rule->parts[i].rule;
        if (part->measures)
            text_add(out,
                     "static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)\n"
                     "{\n    return %s__on_measure(w, s, t, p);\n}\n",
                     part->name);
        if (part->n_cells)
            text_add(out,
                     "static inline void on_neuron_tick(rule_neuron *n, real sum, rule_params p)\n"
                     "{\n    %s__on_neuron_tick(n, sum, p);\n}\n",
                     part->name);
    }
}

engram_code scope_functions(const struct model *rule, struct text *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    text_add(out, "#line 1 \"the functions of %s\"\n", rule->name);
    write_bounds(rule, out);
    for (size_t i = 0; i < N_EVENTS; i++)
        TRY(write_event(rule, events[i], out, status));
    write_measure(rule, out);

cleanup:
    return code;
}
