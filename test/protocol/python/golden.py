"""Reads every golden file as a second reader, and prints its own frames of the same messages."""
import json
import sys
from pathlib import Path

import msgpack

import wire

GOLDEN = Path(__file__).parents[3] / "protocol" / "golden"
FRAMES = {
    "phoneUplink": "phone-uplink.json", "phoneDownlink": "phone-downlink.json",
    "seatUplink": "seat-uplink.json", "seatDownlink": "seat-downlink.json",
}


def main():
    faults = []
    for family, file in FRAMES.items():
        for golden in load(file):
            check_frame(family, golden, faults)
            print_own(family, golden)
    for golden in load("other-writers.json"):
        check_frame(golden["to"], golden, faults)
    for golden in load("events.json"):
        check_event(golden, faults)
    for golden in load("commands.json"):
        kind, *_ = golden["command"].values()
        read = wire.read_arguments(kind, bytes.fromhex(golden["args"]))
        expect(golden, {"kind": kind, **to_json(read or {})}, golden["command"], faults)
    for golden in load("bodies.json"):
        read = msgpack.unpackb(bytes.fromhex(golden["bytes"]))
        keys = {field["name"]: field for field in wire.CATALOG["bodies"][golden["type"]]}
        body = {key: wire.read_value(read[key], keys[key], key) for key in read}
        expect(golden, to_json(body), golden["body"], faults)
    for golden in load("malformed.json"):
        expect(golden, answer_to(golden), golden["expect"], faults)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


def load(file):
    goldens = json.loads((GOLDEN / file).read_text("utf8"))
    for golden in goldens:
        golden["name"] = f"{file} {golden['name']}"
    return goldens


def check_frame(family, golden, faults):
    read = wire.read_frame(bytes.fromhex(golden["frame"]), family)
    found = [f"misfit: {one.field}" if isinstance(one, wire.Misfit) else to_json(one) for one in read]
    expect(golden, found, golden["messages"], faults)


def check_event(golden, faults):
    code, source, sequence, epoch, at_ms, *values = msgpack.unpackb(bytes.fromhex(golden["bytes"]))
    shape = next(one for one in wire.CATALOG["events"] if one["code"] == code)
    stamp = {"source": source, "sequence": sequence, "epoch": epoch, "atMs": int(at_ms)}
    event = {"kind": shape["name"], **stamp, **wire.read_fields(values, shape["fields"])}
    expect(golden, to_json(event), golden["event"], faults)


def answer_to(golden):
    """What a hub does with it, by the rules P7 and P26."""
    tail = golden.get("tail", {"hex": "", "times": 0})
    data = bytes.fromhex(golden["frame"] + tail["hex"] * tail["times"])
    try:
        (message, *_) = wire.read_frame(data, golden["to"])
    except wire.Malformed:
        return {"close": "malformed-frame"}
    if not isinstance(message, wire.Misfit):
        return {"read": message["kind"]}
    if message.sequence is None:
        return {"close": "unreadable-message"}
    code = "unknownMessage" if message.field == "code" else "badField"
    return {"refused": code, "field": message.field, "sequence": message.sequence}


def print_own(family, golden):
    values = [wire.write_message(family, one["kind"], from_json(one)) for one in golden["messages"]]
    print(json.dumps({"name": golden["name"], "to": family, "frame": wire.pack(values).hex()}))


def expect(golden, found, wanted, faults):
    if found != wanted:
        faults.append(f"{golden['name']}\n  found  {found}\n  wanted {wanted}")


def to_json(value):
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [to_json(entry) for entry in value]
    return {key: to_json(entry) for key, entry in value.items()} if isinstance(value, dict) else value


def from_json(value):
    if isinstance(value, dict):
        if list(value) == ["hex"]:
            return bytes.fromhex(value["hex"])
        return {key: from_json(entry) for key, entry in value.items()}
    return [from_json(entry) for entry in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
