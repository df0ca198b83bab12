/*---
neuron:  aeif_psc_delta_clopath
summary: AdEx with a depolarising spike after-current and a moving threshold, which tells voltage-based rules of its potential
source:  "Clopath, Busing, Vasilaki & Gerstner 2010, Nat Neurosci 13:344; parameters and order of operations as in NEST"
params:
  E_L:             {unit: mV, default: -70.6,           doc: resting potential}
  C_m:             {unit: pF, default: 281,   above: 0, doc: capacitance of the membrane}
  g_L:             {unit: nS, default: 30,    above: 0, doc: leak conductance}
  Delta_T:         {unit: mV, default: 2,     above: 0, doc: sharpness of the take-off}
  V_peak:          {unit: mV, default: 33,              doc: peak; a spike when V_m reaches it}
  V_clamp:         {unit: mV, default: 33,              doc: potential during a spike}
  t_clamp:         {unit: ms, default: 2,     above: 0, doc: "length of a spike, at least one step; input that arrives in it is lost"}
  V_reset:         {unit: mV, default: -60,             doc: potential after a spike}
  a:               {unit: nS, default: 4,               doc: subthreshold adaptation}
  b:               {unit: pA, default: 80.5,            doc: added to w at a spike}
  tau_w:           {unit: ms, default: 144,   above: 0, doc: time constant of the adaptation w}
  I_sp:            {unit: pA, default: 400,             doc: depolarising current z just after a spike}
  tau_z:           {unit: ms, default: 40,    above: 0, doc: time constant of z}
  V_th_rest:       {unit: mV, default: -50.4,           doc: threshold of a neuron that has been silent}
  V_th_max:        {unit: mV, default: 30.4,            doc: "threshold just after a spike, as in NEST; the paper's -30.4 is another value"}
  tau_V_th:        {unit: ms, default: 50,    above: 0, doc: time constant of the threshold}
  tau_u_bar_plus:  {unit: ms, default: 7,     above: 0, doc: time constant of the low-passed potential for potentiation}
  tau_u_bar_minus: {unit: ms, default: 10,    above: 0, doc: time constant of the low-passed potential for depression}
  delay_u_bars:    {unit: ms, default: 5,     above: 0, max: 1000, doc: "how long ago both were what a rule sees, so that a spike's own upswing is not in them; whole steps, one at least"}
  theta_plus:      {unit: mV, default: -45.3,           doc: potential above which synapses potentiate}
  theta_minus:     {unit: mV, default: -70.6,           doc: low-passed potential above which synapses potentiate or depress}
  I_e:             {unit: pA, default: 0,               doc: constant input current}
derived:
  dt_over_C:       {dt_over: C_m}
  dt_over_tau_w:   {dt_over: tau_w}
  dt_over_tau_z:   {dt_over: tau_z}
  dt_over_tau_V:   {dt_over: tau_V_th}
  loss_plus:       {loss_of: tau_u_bar_plus}
  loss_minus:      {loss_of: tau_u_bar_minus}
  inv_Delta_T:     {inverse_of: Delta_T}
  take_off:        {product_of: [g_L, Delta_T]}
  clamp_steps:     {steps_of: t_clamp}
states:
  V_m:             {unit: mV, initial: E_L,       doc: membrane potential}
  w:               {unit: pA, initial: 0,         doc: adaptation current}
  z:               {unit: pA, initial: 0,         doc: depolarising current after a spike}
  V_th:            {unit: mV, initial: V_th_rest, doc: threshold}
  u_bar_plus:      {unit: mV, initial: E_L,       doc: potential low-passed with tau_u_bar_plus}
  u_bar_minus:     {unit: mV, initial: E_L,       doc: potential low-passed with tau_u_bar_minus}
  clamped:         {unit: 1,  initial: 0,         doc: steps for which the spike still lasts}
  depression:      {unit: mV, initial: 0,         doc: "[u_bar_minus - theta_minus]+, for rules"}
  potentiation:    {unit: 1,  initial: 0,         doc: "[V_m - theta_plus]+ [u_bar_plus delay_u_bars ago - theta_minus]+ (mV^2), for rules"}
receptors:
  delta:           {unit: mV, doc: "jump of V_m; inhibitory weights are negative"}
refractory: t_clamp
past:  {u_bar_plus: delay_u_bars, depression: delay_u_bars}
marks: potentiation
---*/
#include "common/arith.h"

/* Runge-Kutta steps per dt: a spike comes within 0.03 ms of the exact time at dt = 0.1 ms. */
#define SUBSTEPS 4
#define SUBSTEP  0.25f /* dt */

/* Change of V_m and w per substep. The exponent is bounded so that a threshold far below V_peak leaves all of it finite. */
static inline void slope(real V, real w, real drive, real V_th, neuron_params p, real *dV, real *dw)
{
    V = min_(V, p.V_peak);
    real spike = p.take_off * exp_(min_((V - V_th) * p.inv_Delta_T, (real)(50.0f)));
    *dV = SUBSTEP * p.dt_over_C * (drive - p.g_L * V + spike - w);
    *dw = SUBSTEP * p.dt_over_tau_w * (p.a * (V - p.E_L) - w);
}

/* Outside of a spike V_m and w follow by the classical Runge-Kutta method, with z and V_th as they are amid each substep. Reaching V_peak begins a spike, for the rest of
 * the step, too: V_m stays at V_clamp, w where it is. When it ends V_m is at V_reset, at the end of the step. Input comes in between steps, as in NEST. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real V = s->V_m, w = s->w, z = s->z, V_th = s->V_th, mean = (real)(0.0f);
    real half_z = exp_(-0.5f * SUBSTEP * p.dt_over_tau_z), half_V = exp_(-0.5f * SUBSTEP * p.dt_over_tau_V);
    ireal held = s->clamped > 0.0f, ends = held & (s->clamped < 1.5f), spike = (ireal)(0);
    real steady = p.I_e + in.current + p.g_L * p.E_L;
    for (int i = 0; i < SUBSTEPS; i++) {
        real V1, V2, V3, V4, w1, w2, w3, w4, before = V;
        z = z * half_z;
        V_th = p.V_th_rest + (V_th - p.V_th_rest) * half_V;
        slope(V, w, steady + z, V_th, p, &V1, &w1);
        slope(V + 0.5f * V1, w + 0.5f * w1, steady + z, V_th, p, &V2, &w2);
        slope(V + 0.5f * V2, w + 0.5f * w2, steady + z, V_th, p, &V3, &w3);
        slope(V + V3, w + w3, steady + z, V_th, p, &V4, &w4);
        V = pick(held, V, V + 0.166666667f * (V1 + 2.0f * (V2 + V3) + V4));
        w = pick(held, w, w + 0.166666667f * (w1 + 2.0f * (w2 + w3) + w4));
        z = z * half_z;
        V_th = p.V_th_rest + (V_th - p.V_th_rest) * half_V;
        if (i == SUBSTEPS - 1)
            V = pick(held, V, V + in.delta);
        ireal peak = (V >= p.V_peak) & (held == (ireal)(0));
        V = pick(peak, p.V_clamp, V);
        w = pick(peak, w + p.b, w);
        z = pick(peak, p.I_sp, z);
        V_th = pick(peak, p.V_th_max, V_th);
        held = held | peak;
        spike = spike | peak;
        mean = mean + 0.5f * SUBSTEP * (before + V);
    }
    V = pick(ends, p.V_reset, V);
    s->V_m = V;
    s->w = w;
    s->z = z;
    s->V_th = V_th;
    s->clamped = pick(spike, max_(p.clamp_steps, (real)(1.0f)), max_(s->clamped - 1.0f, (real)(0.0f)));
    s->u_bar_plus = fma_(p.loss_plus, mean - s->u_bar_plus, s->u_bar_plus);
    s->u_bar_minus = fma_(p.loss_minus, mean - s->u_bar_minus, s->u_bar_minus);
    s->depression = max_(s->u_bar_minus - p.theta_minus, (real)(0.0f));
    s->potentiation =
        max_(V - p.theta_plus, (real)(0.0f)) * max_(in.u_bar_plus - p.theta_minus, (real)(0.0f));
    return lanes_set(spike);
}
