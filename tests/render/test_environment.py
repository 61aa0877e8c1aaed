"""Text from a record is text on the page; a template's mistake is an error, not an empty place."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from generator.model.text import Language
from generator.render import environment as compiling
from generator.render.environment import Catalog, Kept, environment, phrases, render_slots, written
from generator.render.site import Link

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "a|b",
    '" onclick="x',
    "'",
    "&lt;",
    "](javascript:x)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_literally(text: str) -> None:
    """No string of a record is ever markup, wherever it stands."""
    template = environment("zh").from_string(
        '{% block content %}<a title="{{ x }}">{{ x }}</a>{% endblock %}'
    )
    html = render_slots(template, {"x": text})["content"]
    assert html == f'<a title="{escape(text)}">{escape(text)}</a>'


@pytest.mark.parametrize("value", [*HOSTILE, "平常的字", "", 3, None, Markup("<b>"), "a&b"])
def test_written_gives_what_markupsafe_gives(value: object) -> None:
    """The faster way to print must never print anything else."""
    assert written(value) == str(escape(value))


def test_macros_print_the_same_way() -> None:
    """What went through a macro is not escaped twice, and what it was given is escaped once."""
    html = environment("zh").from_string("{{ ui.finding(x) }}").render(x="a < b")
    assert html == '<p class="finding">a &lt; b</p>'


def test_an_undefined_name_is_an_error() -> None:
    """A misspelt field must not print nothing."""
    with pytest.raises(UndefinedError):
        environment("zh").from_string("{{ sentense }}").render(sentence="x")


def test_an_unknown_phrase_does_not_compile() -> None:
    """A missing word is found when a template is compiled, not when a reader sees it."""
    with pytest.raises(KeyError):
        environment("zh").from_string("{{ t('no.such.phrase') }}")


def test_a_phrase_counts_in_english() -> None:
    """1 row, 2 rows."""
    english = Catalog("en")
    assert english("table.rows", count=1) == "1 row"
    assert english("table.rows", count=2) == "2 rows"
    assert Catalog("zh")("table.rows", count=1) == "共 1 行"


def test_both_catalogs_have_the_same_keys() -> None:
    """A phrase added in one language is added in the other."""
    assert phrases("zh").keys() == phrases("en").keys()


def test_phrases_have_the_same_placeholders_in_both_languages() -> None:
    """Otherwise a page fails in one language only."""

    def names(phrase: object) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", str(phrase if isinstance(phrase, str) else phrase["other"])))  # type: ignore[index]

    differing = [k for k in phrases("zh") if names(phrases("zh")[k]) != names(phrases("en")[k])]
    assert differing == []


def test_every_template_compiles_in_both_languages() -> None:
    """Also those that only rare records reach."""
    for path in files("generator.render").joinpath("templates").iterdir():
        if path.name.endswith(".j2"):
            environment("zh").get_template(path.name)
            environment("en").get_template(path.name)


def test_a_kept_row_is_worked_out_once() -> None:
    """Thousands of pages show the same answer to the same item."""
    seen: list[object] = []
    kept, row = Kept(), object()

    def macro(given: object) -> str:
        seen.append(given)
        return "html"

    assert [kept(row, macro), kept(row, macro)] == ["html", "html"]
    assert kept.all((row, row), macro) == Markup("htmlhtml")
    assert seen == [row]


def test_links_of_a_cell_are_escaped_and_a_word_without_a_page_is_no_link() -> None:
    """What a record says stays text, in the words and in the address."""
    html = (
        environment("zh")
        .from_string("{{ cell | links(root) }}")
        .render(cell=(Link("<甲>", 'a"b/'), Link("乙 & 丙")), root="../")
    )
    assert html == '<a href="../a&#34;b/">&lt;甲&gt;</a>、乙 &amp; 丙'


def _compiled_now(language: Language) -> list[str | None]:
    """The names of the templates that a new process would compile, and not read."""
    names: list[str | None] = []

    class Watched(compiling._Environment):
        def compile(self, source: Any, name: str | None = None, *rest: Any, **more: Any) -> Any:
            names.append(name)
            return super().compile(source, name, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "_Environment", Watched)
        compiling.environment.__wrapped__(language)
    return names


def test_templates_are_compiled_once_and_again_when_anything_in_them_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template kept from before says what today's template, phrases and compiler would say."""
    monkeypatch.setattr(compiling, "cache_from_source", lambda _: str(tmp_path / "environment.pyc"))
    assert _compiled_now("zh") == ["macros.html.j2"]
    assert _compiled_now("zh") == []
    assert _compiled_now("en") == ["macros.html.j2"]
    monkeypatch.setitem(phrases("zh"), "table.rows", "另一句话")
    assert _compiled_now("zh") == ["macros.html.j2"]


def test_where_compiled_templates_cannot_be_kept_they_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package folder that may not be written to, or does not exist, is no fault."""
    monkeypatch.setattr(compiling, "cache_from_source", lambda _: str(tmp_path / "none" / "environment.pyc"))
    assert _compiled_now("zh") == ["macros.html.j2"]
    assert _compiled_now("zh") == ["macros.html.j2"]
    assert not (tmp_path / "none").exists()


def test_half_a_template_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was cut short or is of another program is compiled over."""
    monkeypatch.setattr(compiling, "cache_from_source", lambda _: str(tmp_path / "environment.pyc"))
    _compiled_now("zh")
    (kept,) = tmp_path.glob("*.j2c")
    for content in (kept.read_bytes()[:-20], kept.read_bytes()[:30], b"", b"something else"):
        kept.write_bytes(content)
        assert _compiled_now("zh") == ["macros.html.j2"]
        assert _compiled_now("zh") == []
