"""A network in NEST: exact integration, one thread per CPU, and the synapse types with the smallest records."""
import time

import nest

import worker

# 16-bit target numbers, and for PLASTIC shared parameters: NEST's most compact types with a weight and a delay of its own for every synapse.
# Times are within a few per cent of the ordinary types.
PLASTIC, FIXED = "stdp_synapse_hom_hpc", "static_synapse_hpc"
SHORT_TARGETS = 65000  # neurons per thread that those can address


def prepare(request):
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = request["network"]["dt"]
    nest.local_num_threads = request["threads"]
    nest.rng_seed = request["seed"]


def synapse_type(request, rule):
    compact = PLASTIC if rule else FIXED
    short = request["network"]["size"] / request["threads"] < SHORT_TARGETS
    return compact if short else compact.removesuffix("_hpc")


def synapse_models(request):
    """What NEST calls the synapses of each projection. Every source has a copy of their type: a thread holds at most 2^27 synapses of one model."""
    models = {}
    for name, p in request["network"]["projections"].items():
        kind = synapse_type(request, p["rule"])
        models[name] = f"{kind}_{p['source']}"
        if models[name] not in nest.synapse_models:
            nest.CopyModel(kind, models[name])
    return models


def drawn(value):
    """What NEST draws a weight or a delay with, for every synapse; a number stays one."""
    if not isinstance(value, dict):
        return value
    return nest.math.redraw(nest.random.normal(value["mean"], value["sd"]), value["min"], value["max"])


def create(population, tau_minus):
    neurons = nest.Create("iaf_psc_exp", population["size"], params={**population["params"], "tau_minus": tau_minus, "I_e": 0.0})
    neurons.V_m = nest.random.normal(population["initial_mean"], population["initial_sd"])
    return neurons


def drive(neurons, population, delay):
    generator = nest.Create("poisson_generator", params={"rate": population["drive_rate"]})  # one object, independent for every target
    nest.Connect(generator, neurons, syn_spec={"weight": population["drive_weight"], "delay": delay})


def counter(neurons, synapse, delay):
    """Counts the spikes of a population, two delays late: a recorder behind a neuron that repeats what reaches it. Recorded directly, every neuron
    would take 32 KiB."""
    parrot, recorder = nest.Create("parrot_neuron"), nest.Create("spike_recorder")
    nest.Connect(neurons, parrot, syn_spec={"synapse_model": synapse, "delay": delay})
    nest.Connect(parrot, recorder, syn_spec={"delay": delay})
    return recorder


CONNECT = {"fixed_indegree": "indegree", "fixed_total_number": "N"}  # what NEST calls their number


def connect(neurons, projection, synapse):
    rule = projection["rule"]
    if rule:
        nest.SetDefaults(synapse, {"tau_plus": rule["tau_plus"], "lambda": rule["lambda"], "alpha": rule["alpha"],
                                   "mu_plus": rule["mu_plus"], "mu_minus": rule["mu_minus"], "Wmax": rule["w_max"]})
    nest.Connect(neurons[projection["source"]], neurons[projection["target"]],
                 {"rule": projection["connect"], CONNECT[projection["connect"]]: projection["n"]},
                 {"synapse_model": synapse, "weight": drawn(projection["weight"]), "delay": drawn(projection["delay"])})


def shortest(delay):
    return delay["min"] if isinstance(delay, dict) else delay


def build(request):
    """Neurons come first, because NEST finds one by its number only slowly once generators lie between them: the microcircuit would take many times as
    long to build. What is no projection has the shortest delay of all, so that NEST exchanges spikes no more often for it."""
    network = request["network"]
    projections = network["projections"].values()
    tau_minus = next((p["rule"]["tau_minus"] for p in projections if p["rule"]), 20.0)
    delay = min(shortest(p["delay"]) for p in projections)
    neurons = {name: create(p, tau_minus) for name, p in network["populations"].items()}
    for name, population in network["populations"].items():
        drive(neurons[name], population, delay)
    models = synapse_models(request)
    for name, projection in network["projections"].items():
        connect(neurons, projection, models[name])
    return {name: counter(n, synapse_type(request, None), delay) for name, n in neurons.items()}


def counts(counters):
    return {name: recorder.n_events for name, recorder in counters.items()}


def simulate(request):
    prepare(request)
    types = dict.fromkeys(synapse_type(request, p["rule"]) for p in request["network"]["projections"].values())
    resident = worker.memory("VmRSS")
    begin = time.monotonic()
    counters = build(request)
    nest.Prepare()
    build_s = time.monotonic() - begin
    nest.Run(request["warm_up_ms"])
    before = counts(counters)
    begin = time.monotonic()
    nest.Run(request["measured_ms"])
    run_s = time.monotonic() - begin
    spikes = {name: n - before[name] for name, n in counts(counters).items()}
    nest.Cleanup()
    peak = worker.memory("VmHWM")
    return {"version": nest.__version__, "build_s": build_s, "run_s": run_s, "spikes": spikes, "peak_bytes": peak, "grown_bytes": peak - resident,
            "notes": " and ".join(types)}


worker.main(simulate)
