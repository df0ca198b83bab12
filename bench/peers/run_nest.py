"""The balanced network in NEST: exact integration, one thread per CPU, and the synapse types with the smallest records."""
import time

import nest

import worker

# Shared parameters and 16-bit target numbers: NEST's most compact types. Times are within a few per cent of the ordinary types.
PLASTIC, FIXED = "stdp_synapse_hom_hpc", "static_synapse_hpc"
SHORT_TARGETS = 65000  # neurons per thread that those can address


def prepare(request):
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = request["network"]["dt"]
    nest.local_num_threads = request["threads"]
    nest.rng_seed = request["seed"]


def synapse_types(request):
    short = request["network"]["size"] / request["threads"] < SHORT_TARGETS
    return (PLASTIC, FIXED) if short else (PLASTIC.removesuffix("_hpc"), FIXED.removesuffix("_hpc"))


def create(population, tau_minus, delay):
    neurons = nest.Create("iaf_psc_exp", population["size"], params={**population["params"], "tau_minus": tau_minus, "I_e": 0.0})
    neurons.V_m = nest.random.normal(population["initial_mean"], population["initial_sd"])
    drive = nest.Create("poisson_generator", params={"rate": population["drive_rate"]})  # one object, independent for every target
    nest.Connect(drive, neurons, syn_spec={"weight": population["drive_weight"], "delay": delay})
    return neurons


def record(neurons, delay):
    """A spike recorder, and the memory it takes: NEST keeps a block of 32 KiB for every neuron that is recorded, which no user would do to all of them."""
    resident = worker.memory("VmRSS")
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder, syn_spec={"delay": delay})  # a shorter delay would make NEST exchange spikes more often
    return recorder, worker.memory("VmRSS") - resident


def connect(neurons, projection, plastic, fixed):
    rule = projection["rule"]
    if rule:
        nest.SetDefaults(plastic, {"tau_plus": rule["tau_plus"], "lambda": rule["lambda"], "alpha": rule["alpha"],
                                   "mu_plus": rule["mu_plus"], "mu_minus": rule["mu_minus"], "Wmax": rule["w_max"]})
    nest.Connect(neurons[projection["source"]], neurons[projection["target"]],
                 {"rule": "fixed_indegree", "indegree": projection["indegree"]},
                 {"synapse_model": plastic if rule else fixed, "weight": projection["weight"], "delay": projection["delay"]})


def build(request):
    """Neurons and projections. I is recorded; NEST itself counts all spikes, so E need not be."""
    network = request["network"]
    projections = network["projections"].values()
    tau_minus = next((p["rule"]["tau_minus"] for p in projections if p["rule"]), 20.0)
    delay = min(p["delay"] for p in projections)
    neurons = {name: create(p, tau_minus, delay) for name, p in network["populations"].items()}
    plastic, fixed = synapse_types(request)
    for projection in projections:
        connect(neurons, projection, plastic, fixed)
    return record(neurons["I"], delay)


def simulate(request):
    prepare(request)
    resident = worker.memory("VmRSS")
    begin = time.monotonic()
    recorder, recorder_bytes = build(request)
    nest.Prepare()
    build_s = time.monotonic() - begin
    nest.Run(request["warm_up_ms"])
    inhibitory = recorder.n_events
    begin = time.monotonic()
    nest.Run(request["measured_ms"])
    run_s = time.monotonic() - begin
    inhibitory = recorder.n_events - inhibitory
    spikes = {"E": nest.local_spike_counter - inhibitory, "I": inhibitory}  # that counter begins anew with every Run
    nest.Cleanup()
    peak = worker.memory("VmHWM") - recorder_bytes
    return {"version": nest.__version__, "build_s": build_s, "run_s": run_s, "spikes": spikes, "peak_bytes": peak, "grown_bytes": peak - resident,
            "notes": "{} and {}".format(*synapse_types(request))}


worker.main(simulate)
