"""The balanced network in Engram, through the program as a user calls it.

The program times a run as a whole, so it runs twice: up to the end of the warm-up, and up to the end of the measured part. The same seed gives the
same run bit for bit, so the difference of the two is the measured part alone: its wall seconds, spikes and events.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import network
import worker

TINY = {"E": 8, "I": 2}  # what the program and the driver need without a network
ATTEMPTS = 5


def command(request, sizes, ms, output):
    line = [request["program"], "run", str(network.FILE), "--quiet", "--output", output, "--seed", str(request["seed"])]
    line += ["--duration", f"{ms} ms", "--device", request["device"]]
    settings = {f"populations.{name}.size": size for name, size in sizes.items()}
    if not any(p["rule"] for p in request["network"]["projections"].values()):
        settings["projections.E_to_E.rule"] = "static"
    for key, value in settings.items():
        line += ["--set", f"{key}={value}"]
    return line


def run(request, sizes, ms):
    """One run: its manifest, spikes by population, and peak memory of the process."""
    with tempfile.TemporaryDirectory(dir=request["folder"]) as folder:
        line = command(request, sizes, ms, os.path.join(folder, "results"))
        environment = dict(os.environ, POCL_MAX_PTHREAD_COUNT=str(request["threads"]))
        with open(os.path.join(folder, "said"), "w+") as said:
            child = subprocess.Popen(line, stdout=said, env=environment)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            text = said.read()
        print(" ".join(line), text, sep="\n", flush=True)
        if child.returncode:
            sys.exit(f"engram ended with code {child.returncode}")
        manifest = json.loads(pathlib.Path(folder, "results", "manifest.json").read_text())
    spikes = {name: int(n) for name, n in re.findall(r"^  (\w+) +\d+ +(\d+) ", text, re.MULTILINE) if name in sizes}
    if sum(spikes.values()) != manifest["n_spikes"]:
        sys.exit(f"engram's table has {spikes} spikes, its manifest {manifest['n_spikes']}")
    return manifest, spikes, 1024 * usage.ru_maxrss


def difference(request, sizes):
    """The longer run, how much longer it took, the spikes that came after the warm-up, and its peak memory."""
    warm_up, measured = request["warm_up_ms"], request["measured_ms"]
    for _ in range(ATTEMPTS):
        before, spikes_before, _ = run(request, sizes, warm_up)
        after, spikes_after, peak_bytes = run(request, sizes, warm_up + measured)
        run_s = after["run_s"] - before["run_s"]
        if run_s > 0:
            return after, run_s, {name: spikes_after[name] - spikes_before[name] for name in sizes}, peak_bytes
    sys.exit("the longer run never took longer: the machine is too busy, or --measure too short")


def simulate(request):
    sizes = {name: p["size"] for name, p in request["network"]["populations"].items()}
    # The OpenCL driver compiles a kernel when it is first used, and keeps it: nobody meets that twice.
    first, _, _ = run(request, sizes, request["warm_up_ms"] + request["measured_ms"])
    after, run_s, spikes, peak_bytes = difference(request, sizes)
    if after["digest"] != first["digest"]:
        sys.exit(f"two runs of the same experiment differ: digests {first['digest']['total']} and {after['digest']['total']}")
    run(request, TINY, 1)
    _, _, tiny_bytes = run(request, TINY, 1)
    return {
        "version": after["engram_version"],
        "build_s": after["build_s"],
        "run_s": run_s,
        "spikes": spikes,
        "peak_bytes": peak_bytes,
        "grown_bytes": max(0, peak_bytes - tiny_bytes),
        "digest": after["digest"]["total"],
        "notes": f"{after['device']} ({after['platform']} {after['driver']})",
    }


worker.main(simulate)
