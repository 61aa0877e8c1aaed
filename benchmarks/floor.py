"""The floor of a check: libyaml's compose with every position, and jsonschema-rs, and nothing else.

Run as ``python -m benchmarks.floor ROOT``: reads every record and schema below ROOT, as ``check`` does.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

RESOLVE = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": "true".__eq__,
}


def main(root: Path) -> None:
    """Compose, map positions, validate; print how many were valid."""
    gc.disable()
    valid = 0
    for path in sorted((root / "schemas").glob("*.schema.json")):
        validator = jsonschema_rs.Draft202012Validator(json.loads(path.read_text()), validate_formats=True)
        kind = path.name.removesuffix(".schema.json")
        for record in sorted((root / "records" / kind).rglob("*.yml")):
            positions: dict[tuple[object, ...], tuple[int, int]] = {}
            data = _data(yaml.compose(record.read_bytes(), Loader=yaml.CSafeLoader), (), positions)
            valid += validator.is_valid(data)
    print(valid)


def _data(node: Any, path: tuple[object, ...], positions: dict[tuple[object, ...], tuple[int, int]]) -> Any:
    positions[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return {k.value: _data(v, (*path, k.value), positions) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(v, (*path, i), positions) for i, v in enumerate(node.value)]
    return RESOLVE.get(node.tag, str)(node.value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
