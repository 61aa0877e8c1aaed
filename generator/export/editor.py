"""Settings that let an editor check and complete records while they are typed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.model.artifact import Artifact
from generator.model.schema import Schema

PATH = ".vscode/settings.json"


def editor_settings(schemas: Mapping[str, Schema]) -> Artifact:
    """Settings for VS Code and its YAML extension: which schema describes which files."""
    settings = {
        "yaml.schemas": {f"./{schemas[kind].path}": globs(schemas[kind]) for kind in sorted(schemas)},
        "yaml.schemaStore.enable": False,
        "yaml.validate": True,
        "yaml.completion": True,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.detectIndentation": False},
    }
    return Artifact(PATH, (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode())


def globs(schema: Schema) -> list[str]:
    """Where records of a kind stand: one file, or a folder with folders by year."""
    if schema.singleton:
        return [f"records/{schema.kind}.yml"]
    return [f"records/{schema.kind}/*.yml", f"records/{schema.kind}/*/*.yml"]
