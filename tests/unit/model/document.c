/* Tables for readers contain what the block declares. */
#include "models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *printed(void (*print)(const struct model *, FILE *), const struct model *model)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    print(model, out);
    fclose(out);
    return text;
}

Test(document, markdown_says_what_the_rule_declares)
{
    char *text = printed(model_print_markdown, model_named(MODEL_RULE, "stdp"));
    static const char *const parts[] = {
        "<!-- generated from kernels/rules/stdp.h -->\n### stdp: Pair STDP with weight dependence",
        "| parameter | unit   | default | range   | meaning |\n| --- | --- | --- | --- | --- |\n",
        "| tau_plus  | ms     | 20      | > 0     | time constant of the pre trace x |\n",
        "| mu_plus   | 1      | 1       | 0 ... 1 | weight dependence of potentiation |\n",
        "10 bytes per synapse · traces: x (pre, tau_plus), y (post, tau_minus) · Guetig et al. 2003",
        "Example: weight 50, pre at 100 ms, post at 110 ms -> 50.303265   (50 + 0.01*100*0.5*exp(-10/20))\n",
        "Example: weight 99.9 with mu_plus 0, pre at 100 ms, post at 101 ms -> 100 ",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_expect(strstr(text, parts[i]), "missing: %s\nin:\n%s", parts[i], text);
    free(text);
}

Test(document, a_terminal_gets_columns_without_bars)
{
    char *text = printed(model_print_text, model_named(MODEL_NEURON, "iaf_psc_exp"));
    static const char *const parts[] = {
        "iaf_psc_exp: Leaky integrate-and-fire",
        "  parameter   unit  default  range  meaning\n",
        "  tau_m       ms    10       > 0    time constant of the membrane\n",
        "  V_m         mV    E_L      membrane potential\n",
        "  inh       pA               inhibitory: weights are negative\n",
        "  Source: Rotter & Diesmann 1999",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_expect(strstr(text, parts[i]), "missing: %s\nin:\n%s", parts[i], text);
    cr_expect_null(strchr(text, '|'));
    free(text);
}

Test(document, columns_of_a_rule_cost_bytes_and_required_parameters_say_so)
{
    char *text = printed(model_print_markdown, model_named(MODEL_RULE, "stdp_nn_restr"));
    cr_expect(strstr(text, "| per synapse | unit | initial | meaning |"), "%s", text);
    cr_expect(strstr(text, "14 bytes per synapse · traces: x (pre, tau_plus, nearest)"), "%s", text);
    free(text);
    text = printed(model_print_markdown, model_named(MODEL_NEURON, "poisson_generator"));
    cr_expect(strstr(text, "| rate      | Hz   | required | >= 0  | mean rate of each neuron |"), "%s", text);
    free(text);
}
