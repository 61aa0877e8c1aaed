"""Jinja2 as we use it: autoescape always, an undefined name is a fault, words from the locale catalogs.

Every template may use, besides its page's context: ``root`` (the way up to the site's first page, for
``href="{{ root }}{{ link.path }}"``), ``t("key", count=…)`` (a phrase of furniture), ``ui`` (the components
of ``macros.html.j2``) and the filters of ``filters.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from generator.model.text import Language

from . import filters


class Catalog:
    """The phrases of one language: ``catalog("table.rows", count=3)``.

    A phrase is a string with ``{name}`` placeholders, or a mapping ``zero``, ``one``, ``other`` chosen by
    *count*. A phrase that a language lacks is taken from Chinese; KeyError where Chinese lacks it.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._phrases = {**phrases("zh"), **phrases(language)}

    def __call__(self, key: str, **params: object) -> str:
        """The phrase with its placeholders filled in; the result is text, not HTML."""
        phrase = self._phrases[key]
        if not isinstance(phrase, str):
            count = params.get("count")
            form = {0: "zero", 1: "one"}.get(count, "other") if isinstance(count, int) else "other"
            phrase = phrase.get(form, phrase["other"])
        return phrase.format(**params) if params else phrase


@cache
def phrases(language: Language) -> Mapping[str, str | Mapping[str, str]]:
    """The catalog of a language as it is written: dotted key -> phrase or its plural forms."""
    folder = files("generator.render").joinpath("locale")
    found: dict[str, str | Mapping[str, str]] = {}
    for name in (f"{language}.yml", f"records.{language}.yml"):
        found.update(_flat(yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8")), ()))
    return found


def _flat(node: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for key, value in node.items():
        if isinstance(value, str) or "other" in value:
            yield ".".join((*above, key)), value
        else:
            yield from _flat(value, (*above, key))


@cache
def environment(language: Language) -> Environment:
    """The one environment of a language; templates are compiled once and kept."""
    env = Environment(
        loader=PackageLoader("generator.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    env.filters.update(
        number=filters.number,
        signed=filters.signed,
        day=partial(filters.day, language=language),
        short_day=filters.short_day,
        host=filters.host,
        join_names=partial(filters.join_names, language=language),
    )
    env.globals["t"] = Catalog(language)
    env.globals["language"] = language
    env.globals["ui"] = env.get_template("macros.html.j2").module
    return env


def render_slots(template: Template, variables: Mapping[str, object]) -> dict[str, str]:
    """Each block of *template* as HTML: block name -> content of the slot of that name."""
    context = template.new_context(dict(variables))
    return {name: "".join(block(context)) for name, block in template.blocks.items()}
