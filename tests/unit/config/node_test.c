#include "config/nearest.h"
#include "config/node.h"
#include "config/units.h"
#include "core/status.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>

static engram_status *status;

static void make_status(void)
{
    status = engram_status_create();
}

static void free_status(void)
{
    engram_status_free(status);
}

TestSuite(node, .init = make_status, .fini = free_status);
TestSuite(units);
TestSuite(nearest, .init = make_status, .fini = free_status);

static double parsed(const char *text, const char *unit)
{
    const char *rest = NULL;
    double value = -1;
    cr_expect_eq(units_parse(text, unit, &value, &rest), QUANTITY_FINE, "%s", text);
    return value;
}

Test(units, a_quantity_is_the_same_double_in_every_unit)
{
    cr_expect_eq(parsed("20 ms", "ms"), 20.0);
    cr_expect_eq(parsed("0.02 s", "ms"), 20.0);
    cr_expect_eq(parsed("0.0023 s", "ms"), 2.3);
    cr_expect_eq(parsed("2300us", "ms"), 2.3);
    cr_expect_eq(parsed("2300 \xC2\xB5s", "ms"), 2.3);
    cr_expect_eq(parsed("1.5mV", "mV"), 1.5);
    cr_expect_eq(parsed("-0.07 V", "mV"), -70.0);
    cr_expect_eq(parsed("3e2 pA", "pA"), 300.0);
    cr_expect_eq(parsed("0.3 nA", "pA"), 300.0);
    cr_expect_eq(parsed("0.25 nF", "pF"), 250.0);
    cr_expect_eq(parsed("0.01uS", "nS"), 10.0);
    cr_expect_eq(parsed("0.1 GOhm", "MOhm"), 100.0);
    cr_expect_eq(parsed("2 kHz", "Hz"), 2000.0);
    cr_expect_eq(parsed("1.2 mm", "um"), 1200.0);
    cr_expect_eq(parsed("1e-3 m", "um"), 1000.0);
    cr_expect_eq(parsed("3 mm/ms", "m/s"), 3.0);
    cr_expect_eq(parsed(" 7", "ms"), 7.0);
    cr_expect_eq(parsed(".5", "1"), 0.5);
    cr_expect_eq(parsed("5.", "1"), 5.0);
    cr_expect_eq(parsed("+1E+2", "1"), 100.0);
}

Test(units, the_calendar_is_known_and_any_unit_may_be_asked_for)
{
    cr_expect_eq(parsed("1 h", "ms"), 3.6e6);
    cr_expect_eq(parsed("10 min", "ms"), 6e5);
    cr_expect_float_eq(parsed("6 1/min", "Hz"), 0.1, 1e-15);
    cr_expect_eq(parsed("0.25 d", "ms"), 2.16e7);
    cr_expect_eq(parsed("2 y", "d"), 730.5);
    cr_expect_eq(parsed("36 h", "d"), 1.5);
    cr_expect_eq(parsed("864 1/d", "Hz"), 0.01);
    cr_expect_eq(parsed("0.45 1/d", "1/d"), 0.45, "a unit of its own changes nothing");
    cr_expect_eq(parsed("0.45", "1/d"), 0.45);
    cr_expect_float_eq(parsed("1 1/y", "1/d"), 1 / 365.25, 1e-18);
    cr_expect_eq(parsed("0.0023 s", "s"), 0.0023);
    cr_expect_eq(parsed("7 um^3", "um^3"), 7.0);
    cr_expect_eq(units_ratio("d", "s"), 86400.0);
    cr_expect_eq(units_ratio("ms", "ms"), 1.0);
    cr_expect_eq(units_ratio("Hz", "ms"), 0.0);
    cr_expect_eq(units_ratio("weight", "weight"), 1.0, "the same, though no unit");
    cr_expect_eq(units_ratio("1/d", "weight"), 0.0);
    cr_expect(units_are_known("1/y") && !units_are_known("1/w") && !units_is_base("1/y"));
}

Test(units, what_is_no_quantity_is_refused)
{
    static const struct {
        const char *text, *unit;
        enum quantity_error error;
    } cases[] = {
        {"", "ms", QUANTITY_NO_NUMBER},          {"ms", "ms", QUANTITY_NO_NUMBER},
        {".", "ms", QUANTITY_NO_NUMBER},         {"-", "ms", QUANTITY_NO_NUMBER},
        {"twenty", "ms", QUANTITY_NO_NUMBER},    {"nan", "ms", QUANTITY_NOT_FINITE},
        {"-.inf", "ms", QUANTITY_NOT_FINITE},    {"Infinity", "1", QUANTITY_NOT_FINITE},
        {"1e999", "ms", QUANTITY_NOT_FINITE},    {"1e99999999999", "1", QUANTITY_NOT_FINITE},
        {"5 mV", "ms", QUANTITY_WRONG_UNIT},     {"5 ms", "1", QUANTITY_WRONG_UNIT},
        {"5 msec", "ms", QUANTITY_UNKNOWN_UNIT}, {"5 ms x", "ms", QUANTITY_UNKNOWN_UNIT},
        {"0x10", "1", QUANTITY_UNKNOWN_UNIT},    {"1,5", "1", QUANTITY_UNKNOWN_UNIT},
        {"1_000", "1", QUANTITY_UNKNOWN_UNIT},   {"5 e", "1", QUANTITY_UNKNOWN_UNIT},
        {"1.2.3", "1", QUANTITY_UNKNOWN_UNIT},   {"nano", "1", QUANTITY_NO_NUMBER},
        {"1 d", "1/d", QUANTITY_WRONG_UNIT},     {"1 um", "um^3", QUANTITY_WRONG_UNIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 0;
        const char *rest = NULL;
        cr_expect_eq(units_parse(cases[i].text, cases[i].unit, &value, &rest), cases[i].error, "'%s'",
                     cases[i].text);
    }
}

Test(units, the_programs_locale_does_not_matter)
{
    setlocale(LC_ALL, "de_DE.UTF-8");
    cr_expect_eq(parsed("0.5", "1"), 0.5);
    setlocale(LC_ALL, "C");
}

Test(units, integers_are_exact_to_the_last_bit)
{
    uint64_t value = 0;
    bool large = false;
    cr_expect(units_parse_integer("18446744073709551615", &value, &large));
    cr_expect_eq(value, UINT64_MAX);
    cr_expect(units_parse_integer("9007199254740993", &value, &large));
    cr_expect_eq(value, UINT64_C(9007199254740993));
    cr_expect(units_parse_integer("1e6", &value, &large));
    cr_expect_eq(value, 1000000);
    cr_expect_not(units_parse_integer("18446744073709551616", &value, &large));
    cr_expect(large);
    cr_expect_not(units_parse_integer("1e30", &value, &large));
    cr_expect(large);
    cr_expect_not(units_parse_integer("1.5", &value, &large));
    cr_expect_not(large);
    cr_expect_not(units_parse_integer("-1", &value, &large));
    cr_expect_not(units_parse_integer("10 ms", &value, &large));
    cr_expect_not(units_parse_integer("", &value, &large));
}

Test(nearest, distance_counts_edits_and_swaps)
{
    cr_expect_eq(nearest_distance("tau_m", "tau_m"), 0);
    cr_expect_eq(nearest_distance("tau_m", "tua_m"), 2);
    cr_expect_eq(nearest_distance("tau_m", "tau_M"), 1);
    cr_expect_eq(nearest_distance("tau_pluss", "tau_plus"), 2);
    cr_expect_eq(nearest_distance("", "abc"), 6);
    cr_expect_eq(nearest_distance("kitten", "sitting"), 6);
}

Test(nearest, only_a_near_name_is_suggested)
{
    static const char *const names[] = {"tau_m", "tau_minus", "tau_plus", "V_th"};
    cr_expect_str_eq(nearest_name("tau_pluss", names, 4), "tau_plus");
    cr_expect_str_eq(nearest_name("v_th", names, 4), "V_th");
    cr_expect_str_eq(nearest_name("taum", names, 4), "tau_m");
    cr_expect_null(nearest_name("weight", names, 4));
    cr_expect_null(nearest_name("x", names, 4));
    cr_expect_str_eq(nearest_hint(status, "weight", names, 4), "allowed: tau_m, tau_minus, tau_plus, V_th");
}

static struct tree *map_of(const char *text)
{
    struct tree *tree = NULL;
    cr_assert_eq(yaml_read_text("t", text, 1, 1, &tree, status), ENGRAM_OK);
    return tree;
}

Test(node, getters_say_what_where_why_and_what_to_do)
{
    struct tree *tree = map_of("a: 5 mV\nb: [1]\nc: 99999999999999999999\nd:\ne: maybe\nf: \"5\"\n");
    double number = 0;
    uint64_t whole = 0;
    bool flag = false;
    const char *text = NULL;

    cr_expect_eq(node_quantity(node_get(tree->root, "a"), "tau_m", "ms", &number, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_what(status), "tau_m has the wrong unit");
    cr_expect_str_eq(engram_status_where(status), "t:1:4");
    cr_expect_str_eq(engram_status_why(status), "'mV' does not measure the same as ms");
    cr_expect(strstr(engram_status_hint(status), "ms, s, us"));

    cr_expect_eq(node_number(node_get(tree->root, "b"), "alpha", &number, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_why(status), "a list is not one");
    cr_expect_eq(node_integer(node_get(tree->root, "c"), "size", 1, UINT64_MAX, &whole, status),
                 ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_what(status), "size is out of range");
    cr_expect_eq(node_integer(node_get(tree->root, "f"), "size", 1, 9, &whole, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_why(status), "quotes"));
    cr_expect_eq(node_text(node_get(tree->root, "d"), "model", &text, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_what(status), "model has no value");
    cr_expect_eq(node_flag(node_get(tree->root, "e"), "autapses", &flag, status), ENGRAM_E_USAGE);
    tree_free(tree);
}

Test(node, unknown_keys_are_refused_with_the_nearest)
{
    static const char *const allowed[] = {"model", "size", "params"};
    struct tree *tree = map_of("model: x\nsizze: 3\n");
    struct node *size = NULL;
    cr_expect_eq(node_only(tree->root, allowed, 3, "population 'E'", status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_what(status), "unknown key 'sizze'");
    cr_expect_str_eq(engram_status_where(status), "t:2:1, population 'E'");
    cr_expect_str_eq(engram_status_hint(status), "did you mean 'size'?");
    cr_expect_eq(node_need(tree->root, "size", "population 'E'", &size, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_what(status), "key 'size' is missing");
    tree_free(tree);
}

Test(node, choices_name_the_nearest)
{
    static const char *const choices[] = {"gaussian", "exponential", "disc"};
    struct tree *tree = map_of("a: gausian\nb: disc\n");
    size_t k = 9;
    cr_expect_eq(node_choice(node_get(tree->root, "a"), "kernel", choices, 3, &k, status), ENGRAM_E_USAGE);
    cr_expect_str_eq(engram_status_hint(status), "did you mean 'gaussian'?");
    cr_expect_eq(node_choice(node_get(tree->root, "b"), "kernel", choices, 3, &k, status), ENGRAM_OK);
    cr_expect_eq(k, 2);
    tree_free(tree);
}
