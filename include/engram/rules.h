/**
 * @file rules.h
 * Check a plasticity rule, built in or your own.
 */
#ifndef ENGRAM_RULES_H
#define ENGRAM_RULES_H
#include <engram/simulation.h>
#include <engram/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Run every worked example in a rule's file on a device and on the reference: both must agree bit for bit, and with the expected weight.
 * @param rule      name of a built-in rule, or path of a file if is_file
 * @param options   device and the like; output and callbacks are not used
 * @param n_passed  set to the number of examples that were right
 * @return ENGRAM_OK; E_USAGE (the file, at line and column), E_NAME, E_DEVICE (it does not compile), E_MISMATCH (first example that fails)
 */
ENGRAM_API engram_code engram_rule_check(const char *rule, bool is_file, const engram_options *options,
                                         size_t *n_passed, engram_status *status);

#ifdef __cplusplus
}
#endif
#endif
