"""A network in Brian2: C++ standalone with OpenMP, single precision, exact integration, full optimisation.

Currents are written as the voltage they would hold the membrane at (w * tau_m / C_m), the way Brian2's own examples are: the equations are the same.
The program that Brian2 writes tells the time and its memory use, because Python only sees it as a whole.
"""
import os
import re
import time

import brian2 as b
import numpy

import worker

EQUATIONS = """
dv/dt = (g_ex + g_in - (v - E_L)) / tau_m : volt (unless refractory)
dg_ex/dt = -g_ex / tau_syn_ex : volt
dg_in/dt = -g_in / tau_syn_in : volt
"""
TRACES = """
w : volt
dx/dt = -x / tau_plus : 1 (event-driven)
dy/dt = -y / tau_minus : 1 (event-driven)
"""
SUB_SOURCES = 1000  # PoissonInput draws a binomial number: 1,000 sources of a thousandth of the rate each are Poisson for any practical purpose
UNITS = {"C_m": b.pF, "tau_m": b.ms, "E_L": b.mV, "V_th": b.mV, "V_reset": b.mV, "t_ref": b.ms, "tau_syn_ex": b.ms, "tau_syn_in": b.ms}

TELL_TIME = r"""{ struct timespec now_; clock_gettime(CLOCK_MONOTONIC, &now_);
  std::cout << "TIME " << now_.tv_sec << "." << std::string(9 - std::to_string(now_.tv_nsec).size(), '0') << now_.tv_nsec << std::endl; }"""
TELL_MEMORY = r"""{ std::ifstream status_("/proc/self/status"); std::string line_;
  while (std::getline(status_, line_)) if (line_.compare(0, 5, "VmHWM") == 0) std::cout << line_ << std::endl; }"""


def prepare(request):
    b.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-ffast-math", "-fno-finite-math-only"]
    b.prefs.core.default_float_dtype = numpy.float32
    b.prefs.devices.cpp_standalone.openmp_threads = request["threads"]
    b.prefs.devices.cpp_standalone.extra_make_args_unix = [f"-j{request['threads']}"]
    b.set_device("cpp_standalone", build_on_run=False)
    b.defaultclock.dt = request["network"]["dt"] * b.ms
    b.seed(1000 * request["seed"])  # a thread's stream is that of this number plus the thread's
    b.device.insert_code("before_start", TELL_MEMORY)
    b.device.insert_code("before_network_run", TELL_TIME)
    b.device.insert_code("after_network_run", TELL_TIME)
    b.device.insert_code("before_end", TELL_MEMORY)


def voltage(current, params):
    return current * b.pA * params["tau_m"] * b.ms / (params["C_m"] * b.pF)


def create(name, population):
    params = population["params"]
    namespace = {key: value * UNITS[key] for key, value in params.items()}
    neurons = b.NeuronGroup(population["size"], EQUATIONS, threshold="v >= V_th", reset="v = V_reset", refractory=params["t_ref"] * b.ms,
                            method="exact", namespace=namespace, name=f"neurons_{name}")
    neurons.v = f"{population['initial_mean']} * mV + {population['initial_sd']} * mV * randn()"
    drive = b.PoissonInput(neurons, "g_ex", SUB_SOURCES, population["drive_rate"] * b.Hz / SUB_SOURCES, voltage(population["drive_weight"], params))
    return neurons, drive, b.SpikeMonitor(neurons, name=f"spikes_{name}")


def plastic_synapses(source, target, rule, params, delay, name):
    """Pair STDP of all pairs. Additive, which is the case mu_plus = mu_minus = 0: the only one written here."""
    if rule["mu_plus"] != 0 or rule["mu_minus"] != 0:
        raise SystemExit("run_brian2.py only knows additive STDP")
    w_max = voltage(rule["w_max"], params)
    namespace = {"tau_plus": rule["tau_plus"] * b.ms, "tau_minus": rule["tau_minus"] * b.ms, "w_max": w_max, "up": rule["lambda"] * w_max,
                 "down": rule["alpha"] * rule["lambda"] * w_max}
    return b.Synapses(source, target, TRACES, on_pre="g_ex_post += w; x += 1; w = clip(w - down * y, 0 * volt, w_max)",
                      on_post="y += 1; w = clip(w + up * x, 0 * volt, w_max)", delay=delay, namespace=namespace, name=name)


def connect(name, projection, groups, populations):
    source, target = groups[projection["source"]], groups[projection["target"]]
    params = populations[projection["target"]]["params"]
    weight, delay = voltage(projection["weight"], params), projection["delay"] * b.ms
    receptor = "g_ex" if projection["weight"] > 0 else "g_in"
    if projection["rule"]:
        synapses = plastic_synapses(source, target, projection["rule"], params, delay, name)
    else:
        synapses = b.Synapses(source, target, on_pre=f"{receptor}_post += weight", delay=delay, namespace={"weight": weight}, name=name)
    synapses.connect(i=f"int(rand() * N_pre) for _ in range({projection['n']})")
    if projection["rule"]:
        synapses.w = weight
    return synapses


def build(request):
    populations = request["network"]["populations"]
    made = {name: create(name, p) for name, p in populations.items()}
    groups = {name: neurons for name, (neurons, _, _) in made.items()}
    synapses = [connect(name, p, groups, populations) for name, p in request["network"]["projections"].items()]
    return b.Network(*made.values(), synapses), {name: monitor for name, (_, _, monitor) in made.items()}


def compile_and_run(folder):
    """Seconds of code generation and compilers, when the program was started, and what it said."""
    begin = time.monotonic()
    b.device.build(directory=folder, compile=True, run=False, clean=False)
    compile_s, started = time.monotonic() - begin, time.monotonic()
    b.device.run(folder, with_output=False)
    with open(os.path.join(folder, "results", "stdout.txt")) as file:
        return compile_s, started, file.read()


def simulate(request):
    prepare(request)
    warm_up, measured = request["warm_up_ms"], request["measured_ms"]
    network, monitors = build(request)
    network.run(warm_up * b.ms)
    network.run(measured * b.ms)
    compile_s, started, said = compile_and_run(os.path.join(request["folder"], "brian2"))
    times = [float(t) for t in re.findall(r"TIME ([0-9.]+)", said)]
    resident, peak = (1024 * int(kb) for kb in re.findall(r"VmHWM:\s+(\d+)", said))
    spikes = {name: int((monitor.t / b.ms >= warm_up).sum()) for name, monitor in monitors.items()}
    return {"version": b.__version__, "build_s": times[0] - started, "compile_s": compile_s, "run_s": times[3] - times[2], "spikes": spikes,
            "peak_bytes": peak, "grown_bytes": peak - resident, "notes": "C++ standalone, OpenMP, float32"}


worker.main(simulate)
