"""What the scripts that run one simulator share: they are given a request (a file with JSON), simulate once and write the result beside it.

request: network (see network.py), seed, threads, warm_up_ms, measured_ms, folder; for engram also program and device
result:  version, build_s, run_s (the measured part alone), spikes (by population) in it, peak_bytes, grown_bytes (see bench/peers/README.md), notes
"""
import json
import sys


def memory(field):
    """Of this process, in bytes. VmRSS: resident now; VmHWM: the most so far."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return 1024 * int(line.split()[1])
    raise SystemExit(f"/proc/self/status has no {field}")


def main(simulate):
    with open(sys.argv[1]) as file:
        request = json.load(file)
    result = simulate(request)
    with open(sys.argv[2], "w") as file:
        json.dump(result, file, indent=1)
