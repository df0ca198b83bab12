#!/bin/sh
# Models from a user's own file (docs/rules.md): right on every device, and every mistake is reported at the author's own line.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cp "$ENGRAM_SOURCE_DIR"/examples/my_* "$scratch/" && cd "$scratch" || exit 1
failed=0

# expect CODE TEXT ARGUMENTS...: engram ends with CODE, and TEXT stands in what it says.
expect() {
    want=$1 text=$2
    shift 2
    "$ENGRAM" "$@" >said 2>&1 </dev/null
    got=$?
    if [ $got -ne "$want" ] || ! grep -qF -e "$text" said; then
        echo "engram $*: code $got (wanted $want), wanted to read: $text"
        sed 's/^/  /' said
        failed=1
    fi
}

# broken NAME SED: the example's rule with one mistake, and an experiment that uses it.
broken() {
    sed "$2" my_rule.h >"$1.h"
    cmp -s my_rule.h "$1.h" && { echo "'$2' changes nothing"; failed=1; }
    sed "s/my_rule\\.h/$1.h/" my_rule.yaml >"$1.yaml"
}

line_of() {
    grep -nF -e "$1" my_rule.h | head -1 | cut -d: -f1
}

n_examples=$(grep -c '^  - {weight' my_rule.h)
[ "$n_examples" -gt 0 ] || { echo "the example's rule has no examples"; failed=1; }
broken undeclared 's/clamp_(sum, -p.theta, p.theta)/clamp_(sum, -p.theta, p.thetta)/'
broken semicolon 's/\(real sum = s->evidence + news\);/\1/'
broken function 's/real sum = s->evidence + news;/real sum = s->evidence + news + misspelt(news);/'
broken shadow 's/^rule:    stdp_patient/rule:    stdp/'
broken wrong 's/expect: 50.106531/expect: 50.206531/'
# A neuron that fires a hundred times in one step, but only after the start-up test is over.
sed 's/return lanes_set(spike);/return lanes_set(spike) + 99 * lanes_set(raised > 20.0f);/' my_neuron.h >burst.h
cmp -s my_neuron.h burst.h && { echo "my_neuron.h has changed"; failed=1; }
cat >burst.yaml <<'END'
duration: 2 s
neurons: [burst.h]
populations:
  N: {model: lif_moving_threshold, size: 40, poisson: {input: {rate: 8 kHz, weight: 2 mV}}}
projections:
  NN: {source: N, target: N, connect: {fixed_indegree: 10}, weight: 0.1 mV, delay: 2 ms, rule: {stdp: {w_max: 1 mV}}}
END
# A myelin rule of one's own: the built-in one under another name, and changed.
"$ENGRAM" myelin --text rate_driven | sed 's/^myelin:  rate_driven/myelin:  restless/; s/clamp_(s->v + step/clamp_(s->v - step/' >restless.h
cmp -s "$ENGRAM_SOURCE_DIR/kernels/myelin/rate_driven.h" restless.h && { echo "rate_driven.h has changed"; failed=1; }
cat >restless.yaml <<'END'
duration: 100 ms
rules: [restless.h]
populations:
  N: {model: iaf_psc_exp, size: 40, poisson: {exc: {rate: 8 kHz, weight: 60 pA}}}
projections:
  NN: {source: N, target: N, connect: {fixed_indegree: 10}, weight: 20 pA, length: 3 mm, velocity: 2 m/s, myelin: {restless: {tick: 5 ms, a_up: 0.5}}}
END
# A turnover rule that does not keep to its bounds, over synapses whose delivery never looks at a weight.
cat >bolting.h <<'END'
/*---
turnover: bolting
summary: Weights double on every tick, whatever the bounds promise
source:  made for this test
params:
  w_min: {unit: weight, default: 0,  doc: smallest weight}
  w_max: {unit: weight, default: 20, doc: largest weight}
bounds: {min: w_min, max: w_max}
examples:
  - {weight: 1, tick: 1 s, draws: [[0.5, 0.5, 0]], expect: 2, within: 0, why: twice 1}
---*/
#include "common/arith.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    *w = 2.0f * *w;
    return (ireal)(0);
}
END
cat >bolting.yaml <<'END'
duration: 100 ms
rules: [bolting.h]
populations: {A: {model: poisson_generator, size: 3, params: {rate: 10 Hz}}, B: {model: iaf_psc_exp, size: 3}}
projections:
  AB: {source: A, target: B, connect: all_to_all, weight: 10 pA, delay: 1 ms, structure: {tick: 10 ms, max_in_degree: 10, turnover: bolting}}
END
undeclared=$(line_of 'clamp_(sum')
semicolon=$(line_of 'real sum =')

for device in $("$ENGRAM" devices --fast | awk '/^[0-9]+:[0-9]+ / { print $1 }'); do
    n=$((${n:-0} + 1))
    expect 0 "$n_examples examples right" rules --file my_rule.h --check --device "$device"
    expect 0 "3 examples right" rules clopath --check --device "$device" # it reads, and has marks
    expect 0 "equal: 2000 steps" validate --steps 2000 --device "$device" my_rule.yaml
    expect 4 "semicolon.h:$semicolon:" validate --device "$device" semicolon.yaml
    expect 4 "semicolon.h:$semicolon:" run --no-output --device "$device" semicolon.yaml
    expect 4 "semicolon.h:$semicolon:" rules --file semicolon.h --check --device "$device"
    expect 4 "function.h:$semicolon:" validate --device "$device" function.yaml
    expect 0 "equal: 1000 steps" validate --device "$device" restless.yaml
    expect 1 "a neuron fired an impossible number of times" run --no-output --device "$device" burst.yaml
    expect 1 "turnover rule 'bolting' has led a weight out of its bounds" run --no-output --device "$device" bolting.yaml
    expect 6 "example 2 of rule 'stdp_patient' gives another weight" rules --file wrong.h --check --device "$device"
done
[ "${n:-0}" -gt 0 ] || { echo "no OpenCL device"; exit 77; }

for command in check validate "run --no-output"; do # found before any compiler runs
    # shellcheck disable=SC2086 # two words
    expect 2 "undeclared.h:$undeclared:" $command undeclared.yaml
    # shellcheck disable=SC2086
    expect 2 "there are two rules named 'stdp'" $command shadow.yaml
done
expect 2 "undeclared parameter 'thetta'" rules --file undeclared.h
expect 2 "did you mean 'theta'" rules --file undeclared.h
expect 2 "kernels/rules/stdp.h" rules --file shadow.h

# The reference compiles the file with the C compiler of the machine.
CC=/nonexistent expect 1 "'/nonexistent', and there is no such command" validate my_rule.yaml
CC=/nonexistent expect 1 "install a C compiler" validate my_rule.yaml
exit $failed
