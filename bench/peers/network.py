"""The network of bench/networks/balanced.yaml as plain numbers, so that no simulator's script repeats one of them.

`read(size)` gives a dictionary in ms, mV, pA, pF and Hz. Only the part of YAML that file uses is understood: mappings by indentation, and {flow
mappings} within a line.
"""
import pathlib
import re

FILE = pathlib.Path(__file__).resolve().parent.parent / "networks" / "balanced.yaml"


def flow(text):
    """'{a: 1 ms, b: {c: 2}}' as nested dictionaries of text; anything else as it is."""
    text = text.strip()
    if not text.startswith("{"):
        return text
    result, depth, begin = {}, 0, 0
    inner = text[1:-1] + ","
    for at, letter in enumerate(inner):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0 and inner[begin:at].strip():
            key, value = inner[begin:at].split(":", 1)
            result[key.strip()] = flow(value)
        if letter == "," and depth == 0:
            begin = at + 1
    return result


def block(text):
    """The file as nested dictionaries of text."""
    root = {}
    stack = [(-1, root)]
    for line in text.splitlines():
        line = line.split("#")[0].rstrip()
        if not line:
            continue
        indent = len(line) - len(line.lstrip())
        key, value = line.strip().split(":", 1)
        while stack[-1][0] >= indent:
            stack.pop()
        child = flow(value) if value.strip() else {}
        stack[-1][1][key] = child
        if not value.strip():
            stack.append((indent, child))
    return root


def number(text, unit=""):
    """'250 pF' in pF. Another unit than the expected one is an error, not a factor."""
    found = re.fullmatch(r"([-+0-9.e]+)\s*(\w*)", text)
    if not found or found.group(2) != unit:
        raise SystemExit(f"{FILE}: '{text}' should be a number in '{unit}'; the scripts in bench/peers/ must be taught about it")
    return float(found.group(1))


PARAMETERS = {"C_m": "pF", "tau_m": "ms", "E_L": "mV", "V_th": "mV", "V_reset": "mV", "t_ref": "ms", "tau_syn_ex": "ms", "tau_syn_in": "ms"}
RULE = {"lambda": "", "alpha": "", "mu_plus": "", "mu_minus": "", "w_max": "pA", "tau_plus": "ms", "tau_minus": "ms"}


def population(text, size):
    initial = text["initial"]["V_m"]["normal"]
    drive = text["poisson"]["exc"]
    return {
        "size": size,
        "params": {name: number(text["params"][name], unit) for name, unit in PARAMETERS.items()},
        "initial_mean": number(initial["mean"], "mV"),
        "initial_sd": number(initial["sd"], "mV"),
        "drive_rate": number(drive["rate"], "Hz"),
        "drive_weight": number(drive["weight"], "pA"),
    }


def projection(text):
    rule = text.get("rule", {}).get("stdp")
    return {
        "source": text["source"],
        "target": text["target"],
        "indegree": int(number(text["connect"]["fixed_indegree"])),
        "weight": number(text["weight"], "pA"),
        "delay": number(text["delay"], "ms"),
        "rule": {name: number(rule[name], unit) for name, unit in RULE.items()} if rule else None,
    }


def read(size, plastic=True):
    """The network with `size` neurons, a fifth of them inhibitory as in the file. plastic=False: the same without plasticity."""
    file = block(FILE.read_text())
    sizes = {"E": size - size // 5, "I": size // 5}
    network = {
        "size": size,
        "dt": number(file["dt"], "ms"),
        "populations": {name: population(text, sizes[name]) for name, text in file["populations"].items()},
        "projections": {name: projection(text) for name, text in file["projections"].items()},
    }
    if not plastic:
        for edges in network["projections"].values():
            edges["rule"] = None
    return network


def outdegree(network, name):
    """Synapses a spike of this population reaches, on average."""
    populations = network["populations"]
    reached = sum(p["indegree"] * populations[p["target"]]["size"] for p in network["projections"].values() if p["source"] == name)
    return reached / populations[name]["size"]


def n_synapses(network):
    return sum(p["indegree"] * network["populations"][p["target"]]["size"] for p in network["projections"].values())
