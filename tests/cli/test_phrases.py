"""Click's own words: Chinese unless asked otherwise, none of them forgotten."""

from __future__ import annotations

import ast
import inspect
import re
import string
from collections.abc import Callable, Iterator

import click
import pytest

from generator.cli import COMMANDS, group, main
from generator.cli.phrases import MODULES, PHRASES

Run = Callable[..., tuple[int, str, str]]
NOT_SHOWN = re.compile(
    r"Deprecat|deprecated|declar|defined twice|No options defined|cannot use the same flag|start character"
    r"|Do you want|Confirm|%\(prog\)s|Show the version|Press any key|Repeat for|two entered|colour"
    r"|UUID|iterable|len_type|match the format|Choice\(|env var"
)
"""What only the author of a command sees, and types, prompts and switches that no command of ours has."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command and give exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        shown = capsys.readouterr()
        return int(stopped.value.code or 0), shown.out, shown.err

    return call


def phrases_of_click() -> Iterator[str]:
    """Everything that Click marks for translation; of two forms the plural."""
    for module in MODULES:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                phrase = node.args[{"_": 0, "ngettext": 1}.get(node.func.id, -1)]
                if node.func.id in ("_", "ngettext") and isinstance(phrase, ast.Constant):
                    yield str(phrase.value)


def test_every_phrase_has_its_chinese() -> None:
    """A new version of Click may word something anew; then this says what to translate."""
    found = set(phrases_of_click())
    assert len(found) > 40
    assert {p for p in found - set(PHRASES) if not NOT_SHOWN.search(p)} == set()
    assert set(PHRASES) - found - {"required"} == set()


@pytest.mark.parametrize("phrase", PHRASES)
def test_chinese_asks_for_no_more_than_click_gives(phrase: str) -> None:
    """A placeholder that Click does not fill would end in an error of ours."""

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert names(PHRASES[phrase]) <= names(phrase)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        ("check --fromat json", "没有「--fromat」这个选项 （是不是 '--at', '--format'", "No such option"),
        ("check --format xml", "'--format' 的值不对：「xml」不在可选的值里：'text', 'json'", "is not one of"),
        ("check --at", "选项「--at」后面要写值", "requires an argument"),
        ("check --as-of 2025-02-30", "「2025-02-30」不是日期，应写成 2025-12-31", "is no day; write 2025"),
        ("rank", "缺少参数 'NAME'", "Missing argument 'NAME'"),
        ("rank counties --period 2025Q4", "「2025Q4」不是时期，应写成 2025 或 2025-Q4", "is no period"),
        ("rank counties schools", "多写了「schools」", "Got unexpected extra argument"),
        ("init d --schools 3", "3 不在范围 5<=x<=100000 里", "not in the range 5<=x<=100000"),
        ("init d --schools many", "「many」不是整数", "'many' is not a valid integer"),
        ("fmt --check=yes", "选项「--check」后面不写值", "does not take a value"),
        ("new awards --set year", "--set year：没有等号", "there is no equals sign"),
    ],
)
def test_usage_faults_speak_the_language_of_the_call(
    run: Run, arguments: str, chinese: str, english: str
) -> None:
    """One sentence, where to look, exit 2; not half of it in the other language."""
    code, out, err = run(*arguments.split())
    assert (code, out) == (2, "")
    assert chinese in err
    assert "提示：" in err
    assert english not in err
    code, out, err = run("--lang", "en", *arguments.split())
    assert (code, out) == (2, "")
    assert english in err
    assert re.search("[一-鿿]", err) is None


def test_language_counts_wherever_it_stands(run: Run) -> None:
    """Also for a fault of an option that was written before it."""
    assert "is no day" in run("check", "--as-of", "soon", "--lang", "en")[2]


def test_hint_names_the_command_to_ask(run: Run) -> None:
    """``generator --help`` does not explain the options of ``rank``."""
    assert "提示：generator rank --help" in run("rank")[2]
    assert "Hint: See generator rank --help" in run("rank", "--lang", "en")[2]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_is_headed_in_the_language_of_the_call(run: Run, name: str | None) -> None:
    """Headings and the standing lines follow ``--lang``."""
    words = [name] if name else []
    _, out, _ = run(*words, "--help")
    assert "用法：" in out
    assert "选项:" in out
    assert "显示本说明。" in out
    assert not re.search(r"Usage|Options:|Show this|\[default", out)
    _, out, _ = run("--lang", "en", *words, "--help")
    assert "Usage: " in out
    assert "Options:" in out


def test_help_follows_a_call_in_the_other_language(run: Run) -> None:
    """Click words the option once for a process, whichever language was first."""
    for language, words in (("en", "Show this message"), ("zh", "显示本说明。"), ("en", "Show this message")):
        assert words in run("--lang", language, "check", "--help")[1]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_every_option_is_explained_in_both_languages(name: str | None) -> None:
    """Whoever reads one of the two finds every option explained."""
    context = click.Context(group)
    command = group.get_command(context, name) if name else group
    assert command is not None
    for option in command.get_params(context):
        if isinstance(option, click.Option) and "--help" not in option.opts:
            assert re.search(r"[一-鿿]", option.help or ""), option.name
            assert re.search(r"[A-Z0-9][a-z ]+", option.help or ""), option.name
