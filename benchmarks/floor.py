"""The floor of a check: libyaml's compose with every position, and jsonschema-rs, and nothing else.

Run as ``python -m benchmarks.floor ROOT``: reads ``records/inspections`` and its schema below ROOT.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml


def main(root: Path) -> None:
    """Compose, map positions, validate; print how many were valid."""
    gc.disable()
    schema = json.loads((root / "schemas" / "inspections.schema.json").read_text())
    validator = jsonschema_rs.Draft202012Validator(schema)
    valid = 0
    for path in sorted((root / "records" / "inspections").rglob("*.yml")):
        positions: dict[tuple[object, ...], tuple[int, int]] = {}
        data = _data(yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader), (), positions)
        valid += validator.is_valid(data)
    print(valid)


def _data(node: Any, path: tuple[object, ...], positions: dict[tuple[object, ...], tuple[int, int]]) -> Any:
    positions[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return {k.value: _data(v, (*path, k.value), positions) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(v, (*path, i), positions) for i, v in enumerate(node.value)]
    return int(node.value) if node.tag == "tag:yaml.org,2002:int" else node.value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
