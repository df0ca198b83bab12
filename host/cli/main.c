#include "cli/cli.h"

#include <engram/engram.h>

#include <signal.h>
#include <string.h>

const struct cli_command cli_commands[] = {
    {"run", "FILE", "run an experiment and write its results", NULL, cli_run},
    {"validate", "FILE", "run device and CPU reference side by side, bit for bit", NULL, cli_validate},
    {"check", "FILE", "check an experiment without running it, and show what it is going to do", NULL,
     cli_check},
    {"plan", "FILE", "show what a run would allocate, without allocating it", NULL, cli_plan},
    {"schema", "", "print every key an experiment may have", NULL, cli_schema},
    {"rules", "[NAME]", "list plasticity rules, or describe one", NULL, cli_rules},
    {"neurons", "[NAME]", "list neuron models, or describe one", NULL, cli_neurons},
    {"myelin", "[NAME]", "list myelin rules, which change how fast axons conduct, or describe one", NULL,
     cli_myelin},
    {"turnover", "[NAME]", "list turnover rules, by which synapses change and die, or describe one", NULL,
     cli_turnover},
    {"devices", "", "list OpenCL devices", NULL, cli_devices},
    {"doctor", "", "look for what keeps OpenCL from working, and say what to do", NULL, cli_doctor},
    {"bench", "[FILE]", "measure this device, or how fast it runs an experiment",
     "Without FILE it measures two networks of its own, plastic and static, and neurons without synapses: a "
     "score to\ncompare devices by. With FILE it builds and runs that experiment again and again, and writes "
     "no results.\n",
     cli_bench},
    {"plot", "RUN", "draw the results of a run", NULL, cli_plot},
    {"info", "PATH", "say what is in a results folder, a SONATA file, a manifest", NULL, cli_info},
    {"export", "RUN",
     "write spikes of a run as one SONATA file, or a table of axons, delays, synapses, cells or gates", NULL,
     cli_export},
    {0},
};

static void print_help(FILE *out)
{
    fprintf(
        out,
        "usage: engram COMMAND [OPTIONS] [ARGUMENTS]\n\n"
        "Simulate plastic spiking networks on any OpenCL device, reproducibly to the bit.\n\ncommands:\n");
    for (const struct cli_command *c = cli_commands; c->name; c++)
        fprintf(out, "  %-9s %-7s %s\n", c->name, c->arguments, c->summary);
    fprintf(out, "\n  engram COMMAND --help   options of a command\n  engram --version        version\n\n"
                 "environment:\n"
                 "  ENGRAM_DEVICE      device to use when --device is not given\n"
                 "  ENGRAM_CACHE_DIR   where compiled kernels are kept (default: ~/.cache/engram);\n"
                 "                     none: only by the driver\n"
                 "  ENGRAM_KERNEL_DIR  kernels to use instead of the built-in ones, for development\n"
                 "  ENGRAM_THREADS     host threads that build networks (default: all)\n"
                 "  NO_COLOR           no colours\n\n"
                 "exit codes: 0 done; 1 the run failed; 2 usage or experiment file; 3 input data; 4 device "
                 "or driver;\n"
                 "  5 memory or disk; 6 validation found a difference, or a number is not as "
                 "expected;\n"
                 "  75 stopped by a signal, results whole so far\n");
}

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error with a message, not a death */
    if (argc < 2) {
        print_help(stderr);
        return engram_exit_code(ENGRAM_E_USAGE);
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
        print_help(stdout);
        return 0;
    }
    if (!strcmp(argv[1], "--version")) {
        printf("engram %s\n", ENGRAM_VERSION);
        return 0;
    }
    for (const struct cli_command *c = cli_commands; c->name; c++)
        if (!strcmp(c->name, argv[1]))
            return c->run(c, argc - 1, argv + 1);
    fprintf(stderr, "error: there is no command '%s'\n  do:    engram --help lists the commands\n", argv[1]);
    return engram_exit_code(ENGRAM_E_USAGE);
}
