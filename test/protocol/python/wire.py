"""Frames, read and written from PROTOCOL.md and catalog.json alone (P1-P7, P26)."""
import json
import re
from datetime import datetime, timezone
from pathlib import Path

import msgpack

CATALOG = json.loads((Path(__file__).parents[3] / "protocol" / "catalog.json").read_text("utf8"))
LIMITS = {name: entry["value"] for name, entry in CATALOG["limits"].items()}
SAFE_INTEGER_MAX = 2**53 - 1
FIRST_NUMBERED_CODE = 0x10


def time_ms(year):
    return int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp() * 1000)


class Malformed(Exception):
    """The whole frame is none (close 4400)."""


class Misfit(Exception):
    """One message doesn't fit."""

    def __init__(self, field, values):
        super().__init__(field)
        self.field = field
        self.values = values

    @property
    def sequence(self):
        """The number it can be refused by, or None."""
        code, number = self.values[0], self.values[1] if len(self.values) > 1 else None
        if code < FIRST_NUMBERED_CODE or not is_integer(number) or not 1 <= number <= SAFE_INTEGER_MAX:
            return None
        return int(number)


def read_frame(data, family):
    """The messages of a frame: dicts, or a Misfit for one that doesn't fit."""
    downlink = family.endswith("Downlink")
    if len(data) > LIMITS["downlinkBytesMax" if downlink else "frameBytesMax"]:
        raise Malformed("too long")
    try:
        frame = msgpack.unpackb(data, raw=False, unicode_errors="replace", ext_hook=refuse_extension)
    except (ValueError, msgpack.UnpackException, RecursionError) as error:
        raise Malformed(type(error).__name__) from error
    if not isinstance(frame, list) or not 1 <= len(frame) <= LIMITS["frameMessagesMax"]:
        raise Malformed("not 1 to 1,000 messages")
    check_plain(frame, 1)
    shapes = {shape["code"]: shape for shape in CATALOG[family]}
    for values in frame:
        if not isinstance(values, list) or not values or not is_number(values[0]):
            raise Malformed("a message is no array with a code")
    return [read_message(values, shapes) for values in frame]


def read_message(values, shapes):
    shape = shapes.get(values[0])
    if shape is None:
        return Misfit("code", values)
    try:
        return {"kind": shape["name"], **read_fields(values[1:], shape["fields"])}
    except Wrong as wrong:
        return Misfit(wrong.field, values)


def read_fields(values, fields):
    """Positional values by their names; nils at the end may be left out, what follows is of the future."""
    read = {}
    for index, field in enumerate(fields):
        value = values[index] if index < len(values) else None
        if value is None and not field.get("optional"):
            raise Wrong(field["name"])
        read[field["name"]] = None if value is None else read_value(value, field, field["name"])
    return read


def read_arguments(name, args):
    """The arguments of a command, or None if it isn't known or they don't fit (P47, P49)."""
    shape = next((one for one in CATALOG["commands"] if one["name"] == name), None)
    if shape is None:
        return None
    try:
        values = msgpack.unpackb(args, raw=False)
        if not isinstance(values, list) or not values or values[0] != shape["code"]:
            return None
        return read_fields(values[1:], shape["fields"])
    except (ValueError, msgpack.UnpackException, Wrong):
        return None


def write_message(family, kind, fields):
    """`[code, field, ...]`: what isn't given is nil."""
    shape = shape_of(family, kind)
    unknown = set(fields) - {field["name"] for field in shape["fields"]} - {"kind"}
    if unknown:
        raise ValueError(f"{kind} has no {unknown}")
    return [shape["code"], *(fields.get(field["name"]) for field in shape["fields"])]


def shape_of(family, kind):
    return next(one for one in CATALOG[family] if one["name"] == kind)


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


class Wrong(Exception):
    def __init__(self, field):
        super().__init__(field)
        self.field = field


def read_value(value, field, name):
    """Checks a value; maps lose what isn't known, integral floats become integers."""
    kind = field["type"]
    if kind == "list":
        if not isinstance(value, list) or len(value) > field["max"]:
            raise Wrong(name)
        return [read_value(entry, field["of"], name) for entry in value]
    if kind == "map":
        return read_map(value, CATALOG["records"][field["record"]], name)
    if not FITS[kind](value, field):
        raise Wrong(name)
    return int(value) if kind in ("integer", "time") else value


def read_map(value, record, name):
    if not isinstance(value, dict):
        raise Wrong(name)
    read = {}
    for key in record["keys"]:
        entry = value.get(key["name"])
        if entry is not None:
            read[key["name"]] = read_value(entry, key, name)
    if any(key not in read for key in record["required"]) or weight(read) > record["bytesMax"]:
        raise Wrong(name)
    return read


def weight(value):
    """P6: the bytes of the texts plus 8 for every other value."""
    if isinstance(value, str):
        return len(value.encode("utf8"))
    if isinstance(value, dict):
        return sum(weight(entry) for entry in value.values())
    return sum(weight(entry) for entry in value) if isinstance(value, list) else 8


def fits_text(value, field):
    if "expression" in field:
        return fits_pattern(value, field)
    if not isinstance(value, str) or "\0" in value:
        return False
    return field["bytesMin"] <= len(value.encode("utf8")) <= field["bytesMax"]


def fits_pattern(value, field):
    if not isinstance(value, str) or len(value) > field["bytesMax"]:
        return False
    return re.fullmatch(field["expression"], value) is not None


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_integer(value):
    return is_number(value) and value == value and abs(value) != float("inf") and int(value) == value


FITS = {
    "text": fits_text,
    "integer": lambda value, field: is_integer(value) and field["min"] <= value <= field["max"],
    "decimal": lambda value, field: is_number(value) and field["min"] <= value <= field["max"],
    "time": lambda value, field: is_integer(value) and time_ms(2000) <= value <= time_ms(2100),
    "boolean": lambda value, field: isinstance(value, bool),
    "bytes": lambda value, field: isinstance(value, bytes) and len(value) <= field["bytesMax"],
    "choice": lambda value, field: value in field["choices"],
    "event": lambda value, field: isinstance(value, list),
}


def check_plain(value, depth):
    if isinstance(value, (list, dict)):
        if depth > LIMITS["frameDepthMax"]:
            raise Malformed("too deep")
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            raise Malformed("a key that is no text")
        for entry in value.values() if isinstance(value, dict) else value:
            check_plain(entry, depth + 1)
    elif isinstance(value, (msgpack.Timestamp, msgpack.ExtType)):
        raise Malformed("an extension type")


def refuse_extension(code, _data):
    raise ValueError(f"extension type {code}")
