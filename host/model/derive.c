#include "model/derive.h"
#include "config/units.h"
#include "model/model.h"

#include <math.h>
#include <string.h>

static double inverse_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return 1.0 / a[0];
}

static double ratio_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] / a[1];
}

static double share_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] / (a[0] + a[1]);
}

static double product_of(const double *a, int n, double dt_ms)
{
    double product = 1.0;
    (void)dt_ms;
    for (int i = 0; i < n; i++)
        product *= a[i];
    return product;
}

static double power_law_step_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] * pow(a[1], 1.0 - a[2]);
}

static double dt_itself(const double *a, int n, double dt_ms)
{
    (void)a, (void)n;
    return dt_ms;
}

static double dt_over(const double *a, int n, double dt_ms)
{
    (void)n;
    return dt_ms / a[0];
}

static double steps_of(const double *a, int n, double dt_ms)
{
    (void)n;
    return round(a[0] / dt_ms);
}

static double decay_of(const double *a, int n, double dt_ms)
{
    (void)n;
    return exp(-dt_ms / a[0]);
}

static double loss_of(const double *a, int n, double dt_ms)
{
    (void)n;
    return -expm1(-dt_ms / a[0]);
}

static double loss_over(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return -expm1(-a[0] / a[1]);
}

static double product_over_square_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] * a[1] / (a[2] * a[2]);
}

/* What is multiplied by exp(-t / a) and by exp(-t / b) fades with this one. */
static double joint_tau_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] * a[1] / (a[0] + a[1]);
}

/* ---- of turnover rules, whose dt is a tick; rates in 1/s ---- */

static double chance_of(const double *a, int n, double dt_ms)
{
    (void)n;
    return -expm1(-a[0] * dt_ms * 1e-3);
}

static double per_ms_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return a[0] / 1000.0;
}

static double times_dt(const double *a, int n, double dt_ms)
{
    (void)n;
    return a[0] * dt_ms * 1e-3;
}

/* Standard deviation of what white noise adds within dt to dx = -theta x dt + sqrt(s2) dW. */
static double noise_of(const double *a, int n, double dt_ms)
{
    double s2 = a[0], theta = a[1], dt = dt_ms * 1e-3;
    (void)n;
    return sqrt(theta > 0.0 ? s2 * -expm1(-2.0 * theta * dt) / (2.0 * theta) : s2 * dt);
}

static double log_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return log(a[0]);
}

static double mean_decay_of(const double *a, int n, double dt_ms)
{
    return loss_of(a, n, dt_ms) * a[0] / dt_ms;
}

static double membrane_gain_of(const double *a, int n, double dt_ms)
{
    return loss_of(a, n, dt_ms) * a[0] / a[1];
}

/* Rotter & Diesmann 1999: tau_m tau_s / (C (tau_m - tau_s)) (e^(-h/tau_m) - e^(-h/tau_s)). Written with expm1, nearly equal time constants lose no
 * digits (their difference is exact in floating point), and only exact equality needs the limit. */
static double psc_propagator_of(const double *a, int n, double dt_ms)
{
    double tau_m = a[0], tau_syn = a[1], C_m = a[2];
    double faded = exp(-dt_ms / tau_syn);
    (void)n;
    if (tau_m == tau_syn)
        return dt_ms * faded / C_m;
    double beta = tau_syn * tau_m / (tau_m - tau_syn);
    return beta / C_m * faded * expm1(dt_ms / beta);
}

/* ---- alpha-shaped currents: a weight w makes w (t / tau) e^(1 - t / tau), which begins with the slope w e / tau ---- */

static double alpha_slope_of(const double *a, int n, double dt_ms)
{
    (void)n, (void)dt_ms;
    return exp(1.0) / a[0];
}

static double alpha_rise_of(const double *a, int n, double dt_ms)
{
    (void)n;
    return dt_ms * exp(-dt_ms / a[0]);
}

/* (e^x - 1 - x) / x^2. The difference loses its digits where x is small, so that there the series is summed. */
static double second_order_rest(double x)
{
    if (fabs(x) >= 1.0)
        return (expm1(x) - x) / (x * x);
    double sum = 0.0, term = 0.5;
    for (int k = 3; k <= 22; k++) {
        sum += term;
        term *= x / k;
    }
    return sum;
}

/* Rotter & Diesmann 1999: 1 / C times the integral of t e^(-t/tau_s) e^(-(h-t)/tau_m) from 0 to h; h^2/2 e^(-h/tau) / C for equal time constants. */
static double alpha_propagator_of(const double *a, int n, double dt_ms)
{
    double tau_m = a[0], tau_syn = a[1], C_m = a[2];
    (void)n;
    return dt_ms * dt_ms / C_m * exp(-dt_ms / tau_syn) *
           second_order_rest(dt_ms * (tau_m - tau_syn) / (tau_syn * tau_m));
}

static const struct derivation derivations[] = {
    {"inverse_of", "1 / x", 1, 1, {0}, inverse_of},
    {"ratio_of", "a / b", 2, 2, {0}, ratio_of},
    {"share_of", "a / (a + b)", 2, 2, {0}, share_of},
    {"product_of", "a b, a b c", 2, 4, {0}, product_of},
    {"power_law_step_of", "lambda w_0^(1 - mu)", 3, 3, {"1", "weight", "1"}, power_law_step_of},
    {"dt_itself", "dt in ms", 0, 0, {0}, dt_itself},
    {"dt_over", "dt / x", 1, 1, {0}, dt_over},
    {"steps_of", "t / dt, rounded to a whole number", 1, 1, {"ms"}, steps_of},
    {"decay_of", "exp(-dt / tau)", 1, 1, {"ms"}, decay_of},
    {"loss_of", "1 - exp(-dt / tau)", 1, 1, {"ms"}, loss_of},
    {"loss_over", "1 - exp(-t / tau)", 2, 2, {"ms", "ms"}, loss_over},
    {"product_over_square_of", "a b / c^2", 3, 3, {0}, product_over_square_of},
    {"joint_tau_of",
     "a b / (a + b): time constant of the product of two that fade",
     2,
     2,
     {"ms", "ms"},
     joint_tau_of},
    {"chance_of",
     "1 - exp(-rate dt): that what happens at a rate happens within dt",
     1,
     1,
     {"Hz"},
     chance_of},
    {"times_dt", "rate dt", 1, 1, {"Hz"}, times_dt},
    {"per_ms_of", "rate / 1000: so many per ms", 1, 1, {"Hz"}, per_ms_of},
    {"noise_of",
     "sqrt(s2 (1 - exp(-2 theta dt)) / (2 theta)): standard deviation that noise of s2 per time gives to "
     "what returns with "
     "rate theta, after dt",
     2,
     2,
     {"Hz", "Hz"},
     noise_of},
    {"log_of", "ln x", 1, 1, {0}, log_of},
    {"mean_decay_of", "mean of exp(-t / tau) over a step", 1, 1, {"ms"}, mean_decay_of},
    {"membrane_gain_of",
     "tau / C (1 - exp(-dt / tau)): mV per pA held for a step",
     2,
     2,
     {"ms", "pF"},
     membrane_gain_of},
    {"psc_propagator_of",
     "mV after a step per pA of synaptic current before it",
     3,
     3,
     {"ms", "ms", "pF"},
     psc_propagator_of},
    {"alpha_slope_of",
     "e / tau: slope with which an alpha current of peak 1 begins",
     1,
     1,
     {"ms"},
     alpha_slope_of},
    {"alpha_rise_of",
     "dt exp(-dt / tau): rise of an alpha current in a step per slope before it",
     1,
     1,
     {"ms"},
     alpha_rise_of},
    {"alpha_propagator_of",
     "mV after a step per slope, in pA/ms, of an alpha current before it",
     3,
     3,
     {"ms", "ms", "pF"},
     alpha_propagator_of},
};
enum { N_DERIVATIONS = sizeof derivations / sizeof *derivations };

int derivation_find(const char *name)
{
    for (int i = 0; i < N_DERIVATIONS; i++)
        if (strcmp(derivations[i].name, name) == 0)
            return i;
    return -1;
}

const struct derivation *derivation_at(size_t i)
{
    return i < N_DERIVATIONS ? &derivations[i] : NULL;
}

static double derived_value(const struct model *model, int which, const double *params, double dt_ms)
{
    const struct model_derived *derived = &model->derived[which];
    const struct derivation *k = &derivations[derived->derivation];
    double arguments[DERIVATION_MAX_ARGUMENTS] = {0};
    for (int i = 0; i < derived->n_arguments; i++) {
        int param = derived->arguments[i];
        arguments[i] =
            params[param] * (k->units[i] ? units_ratio(model->params[param].unit, k->units[i]) : 1.0);
    }
    return k->value(arguments, derived->n_arguments, dt_ms);
}

double model_value(const struct model *model, size_t k, const double *params, double dt_ms)
{
    const struct model_value *value = &model->values[k];
    if (value->param < 0 && value->derived < 0)
        return dt_ms * 1e-3;
    return value->param >= 0 ? params[value->param] : derived_value(model, value->derived, params, dt_ms);
}

double model_initial(const struct model *model, const struct model_variable *variable, const double *params,
                     double dt_ms)
{
    if (variable->initial_param >= 0)
        return params[variable->initial_param];
    if (variable->initial_param == MODEL_INITIAL_DERIVED)
        return derived_value(model, variable->initial_derived, params, dt_ms);
    return variable->initial;
}

double model_born(const struct model *model, const struct model_variable *variable, const double *params,
                  double dt_ms)
{
    struct model_variable first = *variable;
    first.initial_param = variable->born_param;
    first.initial_derived = variable->born_derived;
    first.initial = variable->born;
    return model_initial(model, &first, params, dt_ms);
}
