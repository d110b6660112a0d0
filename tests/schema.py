"""Holds a document to a JSON schema, as far as our schemas go: types, required and known keys, items, enums, refs."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def problems(document: Any, schema: str) -> list[str]:
    """What is otherwise than the schema at this path of the repository says; nothing when all is well."""
    whole = json.loads((ROOT / schema).read_text(encoding="utf-8"))
    return list(_check(document, whole, whole, "$"))


def _check(value: Any, rule: dict[str, Any], whole: dict[str, Any], where: str) -> list[str]:
    if "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].rpartition("/")[2]]
    wanted = rule.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(isinstance(value, TYPES[name]) for name in names):
        return [f"{where}: {type(value).__name__} is no {names}"]
    found = []
    if "const" in rule and value != rule["const"]:
        found.append(f"{where}: not {rule['const']}")
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{where}: {value} is not one of them")
    if isinstance(value, dict):
        known = rule.get("properties", {})
        found += [f"{where}: {name} is missing" for name in rule.get("required", []) if name not in value]
        if rule.get("additionalProperties") is False:
            found += [f"{where}: {name} is unknown" for name in value if name not in known]
        for name, inner in value.items():
            if name in known:
                found += _check(inner, known[name], whole, f"{where}.{name}")
    if isinstance(value, list) and "items" in rule:
        for place, inner in enumerate(value):
            found += _check(inner, rule["items"], whole, f"{where}[{place}]")
    return found
