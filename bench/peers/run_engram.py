"""A network in Engram, through the program as a user calls it.

`engram bench FILE` builds, warms up and times the measured part. Memory is that of `engram run`, because the bench also measures the device's
bandwidth; the digests of the two must be equal, so it was the same run.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import worker


def tiny(network):
    """Settings that leave next to nothing of a network: what the program and the driver need without it."""
    neurons = {f"populations.{name}.size": 5 for name in network["populations"]}
    synapses = {f"projections.{name}.connect.{p['connect']}": 1 for name, p in network["projections"].items()}
    return {**network["settings"], **neurons, **synapses}


def experiment(request, settings, ms):
    """Arguments that make the file the network that was asked for."""
    line = [request["network"]["file"], "--quiet", "--device", request["device"], "--seed", str(request["seed"]), "--duration", f"{ms} ms"]
    for key, value in settings.items():
        line += ["--set", f"{key}={value}"]
    return line


def call(request, arguments):
    """What the program said, and the peak memory of its process."""
    line = [request["program"], *arguments]
    with tempfile.TemporaryFile("w+", dir=request["folder"]) as said:
        child = subprocess.Popen(line, stdout=said, env=dict(os.environ, POCL_MAX_PTHREAD_COUNT=str(request["threads"])))
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    print(" ".join(line), text, sep="\n", flush=True)
    if child.returncode:
        sys.exit(f"engram ended with code {child.returncode}")
    return text, 1024 * usage.ru_maxrss


def run(request, settings, ms):
    """Digest and peak memory."""
    text, peak_bytes = call(request, ["run", *experiment(request, settings, ms), "--no-output"])
    return "0x" + re.search(r"digest ([0-9a-f]{16})", text).group(1), peak_bytes


def bench(request, settings, ms):
    line = ["bench", *experiment(request, settings, ms), "--rounds", "1", "--json", "--warm-up", f"{request['warm_up_ms']} ms"]
    return json.loads(call(request, line)[0])


def simulate(request):
    network = request["network"]
    ms = request["warm_up_ms"] + request["measured_ms"]
    # This comes first: the OpenCL driver compiles a kernel when it is first used, and keeps it, so nobody meets that twice.
    digest, peak_bytes = run(request, network["settings"], ms)
    score = bench(request, network["settings"], ms)
    measured = score["network"]
    if measured["digest"] != digest:
        sys.exit(f"two runs of the same experiment differ: digests {digest} and {measured['digest']}")
    run(request, tiny(network), 1)
    _, tiny_bytes = run(request, tiny(network), 1)
    seconds = 1e-3 * request["measured_ms"]
    return {
        "version": score["engram"],
        "build_s": measured["build_s"]["median"],
        "run_s": measured["wall_s_per_simulated_s"]["median"] * seconds,
        "spikes": {p["name"]: round(p["rate_Hz"] * p["n_neurons"] * seconds) for p in score["populations"]},
        "peak_bytes": peak_bytes,
        "grown_bytes": max(0, peak_bytes - tiny_bytes),
        "digest": digest,
        "notes": "{name} ({platform} {driver})".format(**score["device"]),
    }


worker.main(simulate)
