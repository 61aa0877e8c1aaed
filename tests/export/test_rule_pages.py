"""The reference of rules: complete, in both languages, with examples that run."""

from __future__ import annotations

from generator.export.rule_pages import examples, rules_reference
from generator.model.diagnostic import Problem, Severity
from generator.model.text import Text
from generator.validate.rules import RULES
from tests.support.records import CASES

ODD = Problem(
    "TXT001",
    "odd",
    Severity.WARNING,
    Text("「{title}」有 <b> 和 `x`", "{title} has <b> and `x`"),
    Text("改", "Change it"),
    Text("因为", "Because"),
)


def page(problems: list[Problem], cases: dict[str, tuple[str, str]] | None = None) -> str:
    return rules_reference(problems, cases or {}).content.decode()


def case_files() -> dict[str, str]:
    return {
        path.relative_to(CASES).as_posix(): path.read_text(encoding="utf-8")
        for path in CASES.rglob("*")
        if path.is_file()
    }


def test_entry_has_code_name_severity_message_reason_and_hint_in_both_languages() -> None:
    """Who looks up a code finds everything about it in one place."""
    text = page([ODD])
    assert "### TXT001 odd\n" in text
    assert "**级别** 警告：照常发布，但会显示<br>*Severity:* warning" in text
    assert "**为什么** 因为<br>*Why:* Because" in text
    assert "**怎么改** 改<br>*What to do:* Change it" in text


def test_words_are_shown_as_they_are() -> None:
    """A message may quote markup; the page must not run it."""
    text = page([ODD])
    assert r"「…」有 &lt;b&gt; 和 \`x\`" in text
    assert "<b>" not in text


def test_families_come_in_the_order_in_which_a_file_passes_them() -> None:
    """Files first, then writing, structure, meaning."""
    codes = ["TXT001", "IDN002", "FIL001", "IDN001", "ZZZ001"]
    problems = [Problem(code, "n", Severity.ERROR, Text("说")) for code in codes]
    text = page(problems)
    found = [text.index(f"### {code}") for code in ("FIL001", "IDN001", "IDN002", "TXT001", "ZZZ001")]
    assert found == sorted(found)
    assert "## IDN 编号与名称 Identity" in text


def test_fence_is_longer_than_any_backticks_in_an_example() -> None:
    """Otherwise an example could end its own block."""
    text = page([ODD], {"TXT001": ("name: ````\n", "name: x\n")})
    assert "`````yaml\nname: ````\n`````" in text


def test_examples_show_the_lines_around_the_fault_and_the_same_lines_mended() -> None:
    """Thirty lines of which one matters teach nobody."""
    body = [f"k{n}: {n}" for n in range(20)]
    files = {
        "base/records/a.yml": "\n".join(body),
        "REF001-x/expected.txt": "records/a.yml:11:1 REF001\n",
        "REF001-x/bad/records/a.yml": "\n".join([*body[:10], "k10: wrong", *body[11:]]),
        "REF001-x/good/records/a.yml": "\n".join([*body[:10], "k10: right", *body[11:]]),
    }
    bad, good = examples(files)["REF001"]
    assert bad.splitlines() == [
        "# records/a.yml",
        "# …",
        *body[6:10],
        "k10: wrong  # ←",
        *body[11:15],
        "# …",
    ]
    assert "k10: right" in good


def test_example_shows_both_files_where_the_fault_is_mended_elsewhere() -> None:
    """An expert's unit decides whether a team is right, so both must be seen."""
    files = {
        "base/records/team.yml": "expert: e\n",
        "base/records/e.yml": "unit: far\n",
        "CON001-x/expected.txt": "records/team.yml:1:9 CON001\n",
        "CON001-x/bad/records/e.yml": "unit: near\n",
        "CON001-x/good/records/e.yml": "unit: far\n",
    }
    bad, good = examples(files)["CON001"]
    assert bad == "# records/team.yml\nexpert: e  # ←\n\n# records/e.yml\nunit: near\n"
    assert good == "# records/e.yml\nunit: far\n"


def test_every_rule_has_a_bad_and_a_good_example_that_differ() -> None:
    """The page is made from the cases that run in the tests of the rules."""
    found = examples(case_files())
    assert set(found) == {rule.problem.code for rule in RULES}
    assert all(bad != good for bad, good in found.values())
    text = rules_reference([rule.problem for rule in RULES], found).content.decode()
    assert all(f"### {rule.problem.code} {rule.problem.name}" in text for rule in RULES)
