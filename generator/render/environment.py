"""Jinja2 as we use it: autoescape always, an undefined name is a fault, words from the locale catalogs.

Every template may use, besides its page's context: ``root`` (the way up to the site's first page, for
``href="{{ root }}{{ link.path }}"``), ``t("key", count=…)`` (a phrase of furniture), ``ui`` (the components
of ``macros.html.j2``) and the filters of ``filters.py``.
"""

from __future__ import annotations

import contextlib
import operator
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, ClassVar, cast

import yaml
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator.model.text import Language

from . import filters
from .site import Link


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
    for name in (f"{language}.yml", f"records.{language}.yml", f"bulletins.{language}.yml"):
        found.update(
            _flat(yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), ())
        )
    return found


def _flat(node: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for key, value in node.items():
        if isinstance(value, str) or "other" in value:
            yield ".".join((*above, key)), value
        else:
            yield from _flat(value, (*above, key))


def written(value: object) -> str:
    """*value* as HTML text, like ``markupsafe.escape`` but six times as fast for the strings of records.

    That one makes an object of every string; here a string without special characters is returned as it is.
    """
    if value.__class__ is str:
        text: str = value
        return str(escape(text)) if _SPECIAL(text) else text
    return value if value.__class__ is Markup else str(escape(value))


def links(cell: Iterable[Link], root: str) -> str:
    """The links of a cell, or their words where there is no page; ``ui.link`` costs ten times that."""
    shown = (
        f'<a href="{written(root + link.path)}">{written(link.text)}</a>' if link.path else written(link.text)
        for link in cell
    )
    return Markup("、".join(shown))  # noqa: S704 - every part is escaped


_SPECIAL = re.compile("[&<>'\"]").search


class Kept:
    """HTML that is the same on many pages: ``row | kept(re.item_row)`` calls the macro once for each *row*.

    A row is known by identity, so it must be the very same immutable object wherever it is shown.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], tuple[object, object, str]] = {}

    def __call__(self, row: object, macro: Callable[[object], str]) -> str:
        """What ``macro(row)`` gives, worked out the first time."""
        key = (id(macro), id(row))
        found = self._found.get(key)
        if found is None:
            # The objects are kept as well, since an id is free again once its object is gone.
            found = self._found[key] = (macro, row, macro(row))
        return found[2]

    def all(self, rows: Iterable[object], macro: Callable[[object], str]) -> str:
        """The same for many rows at once: ``rows | all_kept(re.item_row)``."""
        kept, macro_id = self._found.get, id(macro)
        parts = [found[2] if (found := kept((macro_id, id(row)))) else self(row, macro) for row in rows]
        return Markup("".join(parts))  # noqa: S704 - made by macros, which escape


class _Writer(CodeGenerator):
    """Compiles templates to call ``written`` for whatever they print."""

    def _output_child_pre(
        self,
        node: nodes.Expr,  # noqa: ARG002 - Jinja's signature
        frame: Frame,
        finalize: CodeGenerator._FinalizeInfo,
    ) -> None:
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile:
            raise TypeError("autoescape may not be turned off")
        self.write("environment.written(")
        if finalize.src is not None:
            self.write(finalize.src)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call without the context, which no function of ours asks for: a tenth of what Jinja's costs."""
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class _Settled(NodeTransformer):
    """Puts the phrase itself in the place of ``t("key")``, and refuses to compile an unknown key."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """The phrase of a call without parameters."""
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="t"),
                args=[nodes.Const(value=str(key))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return nodes.Const(self._catalog(key), lineno=node.lineno, environment=node.environment)
        return node


class _Environment(Environment):
    """Jinja2's environment with the faster ways to print and to call."""

    code_generator_class = _Writer
    written = staticmethod(written)
    called: ClassVar[Callable[..., object]] = operator.call

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        settled = _Settled(cast("Catalog", self.globals["t"])).visit(source)
        return super()._generate(settled, name, filename, defer_init)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept beside Python's own compiled modules and under the same conditions.

    To compile them all takes three seconds, to read them a tenth of one. What they were made from is compared
    each time: the template, the phrases that stand in its code, the ways to compile above, and Jinja2.
    """

    def __init__(self, language: Language) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), f"{language}-%s.j2c")
        compiler = files("generator.render").joinpath("environment.py").read_bytes()
        words = repr((phrases("zh"), phrases(language), version("jinja2")))
        self._made_with = sha256(compiler + words.encode()).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """What tells one version of a template, and of all that compiles it, from another."""
        return super().get_source_checksum(self._made_with + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template; one that cannot be read is compiled over."""
        with contextlib.suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where that cannot be, it is compiled again the next time."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


@cache
def environment(language: Language) -> Environment:
    """The one environment of a language; templates are compiled once and kept."""
    env = _Environment(
        loader=PackageLoader("generator.render"),
        bytecode_cache=_Compiled(language),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    kept = Kept()
    env.filters.update(
        kept=kept,
        links=links,
        all_kept=kept.all,
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


def compile_all(language: Language) -> None:
    """Compile every template now, once, and not in each of the processes that make pages."""
    env = environment(language)
    for name in env.list_templates():
        env.get_template(name)


def render_slots(template: Template, variables: Mapping[str, object]) -> dict[str, str]:
    """Each block of *template* as HTML: block name -> content of the slot of that name."""
    # Jinja would look every global up in a chain of mappings, for each page anew.
    names = {**template.environment.globals, **variables}
    context = Context(template.environment, names, template.name, template.blocks)
    return {name: "".join(block(context)) for name, block in template.blocks.items()}
