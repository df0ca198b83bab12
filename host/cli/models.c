/* engram rules, engram neurons, engram myelin, engram turnover: what models there are, what one declares, and whether a rule does what its examples say. */
#include "cli/cli.h"
#include "model/model.h"

#include <engram/rules.h>

static int check_rule(const char *rule, bool is_file, const char *device, engram_status *status)
{
    size_t n = 0;
    engram_options options = {.device = device};
    if (engram_rule_check(rule, is_file, &options, &n, status) != ENGRAM_OK)
        return cli_fail(status);
    if (n == 0)
        printf("%s compiles, but has no examples to check\n", rule);
    else
        printf("%s: %zu examples right, device and reference equal\n", rule, n);
    return 0;
}

static int no_such_model(enum model_kind kind, const char *name)
{
    fprintf(stderr, "error: there is no %s '%s'\n  do:    engram %s lists them\n", model_kind_shown(kind),
            name, model_kind_folder(kind));
    return engram_exit_code(ENGRAM_E_USAGE);
}

/* The file of a model, to begin one's own with. */
static int print_file(const struct registry *registry, enum model_kind kind, const char *name)
{
    const struct model *model = registry_find(registry, kind, name);
    if (!model)
        return no_such_model(kind, name);
    fputs(model->text, stdout);
    return 0;
}

static int describe(struct registry *registry, enum model_kind kind, const char *name, bool markdown)
{
    const struct model *model = name ? registry_find(registry, kind, name) : NULL;
    if (name && !model)
        return no_such_model(kind, name);
    if (model)
        markdown ? model_print_markdown(model, stdout) : model_print_text(model, stdout);
    else
        markdown ? models_print_markdown(registry, kind, stdout) : models_print_list(registry, kind, stdout);
    return 0;
}

static int models(const struct cli_command *command, int argc, char **argv, enum model_kind kind)
{
    bool markdown = false, text = false, check = false;
    const char *file = NULL, *device = NULL, *name = NULL;
    struct cli_option options[] = {
        {"markdown", 0, OPTION_FLAG, NULL, "as in docs/generated", &markdown},
        {"text", 0, OPTION_FLAG, NULL, "print the model's file, to begin your own with", &text},
        {"file", 'f', OPTION_TEXT, "FILE", "add your own model from a file", &file},
        {"check", 0, OPTION_FLAG, NULL, "run the rule's examples on device and reference", &check},
        {"device", 'd', OPTION_TEXT, "NAME", "device for --check", &device},
    };
    int done = cli_parse(command, options, kind == MODEL_RULE ? 5 : 3, argc, argv, 0, 1, &name);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    struct registry *registry = NULL;
    const struct model *own = NULL;
    engram_code code = registry_create(&registry, status);
    if (code == ENGRAM_OK && file)
        code = registry_add_file(registry, file, &own, status);
    int exit_code = 0;
    if (code != ENGRAM_OK)
        exit_code = cli_fail(status);
    else if (check && !file && !name)
        exit_code = cli_usage(command, "--check needs a rule", "give a name, or --file FILE");
    else if (check)
        exit_code = check_rule(file ? file : name, file != NULL, device, status);
    else if (text && !name && !own)
        exit_code = cli_usage(command, "--text needs a model", "give a name");
    else if (text)
        exit_code = print_file(registry, own ? own->kind : kind, own ? own->name : name);
    else
        exit_code = describe(registry, own ? own->kind : kind, own ? own->name : name, markdown);
    registry_free(registry);
    engram_status_free(status);
    return exit_code;
}

int cli_rules(const struct cli_command *command, int argc, char **argv)
{
    return models(command, argc, argv, MODEL_RULE);
}

int cli_neurons(const struct cli_command *command, int argc, char **argv)
{
    return models(command, argc, argv, MODEL_NEURON);
}

int cli_myelin(const struct cli_command *command, int argc, char **argv)
{
    return models(command, argc, argv, MODEL_MYELIN);
}

int cli_turnover(const struct cli_command *command, int argc, char **argv)
{
    return models(command, argc, argv, MODEL_TURNOVER);
}
