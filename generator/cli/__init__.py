"""The front door: the only room that prints, reads the environment and exits.

One file per command, imported only when it is called. Exit codes: 0 fine, 1 diagnostics of error level or a
failed verification, 2 usage or environment, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from generator import __version__
from generator.model.errors import GeneratorError
from generator.model.period import is_day
from generator.model.text import Language, Text

from .phrases import in_words, speak

if TYPE_CHECKING:
    from generator.pipeline import Checked
    from generator.read.sources import Source
    from generator.validate.stopwatch import Stopwatch

T = TypeVar("T")

# Name of a command -> what the list of commands says about it.
COMMANDS = {
    "check": Text("核对全部记录，一次列出所有问题", "Check every record and list all problems at once"),
    "impact": Text("一份改动的影响：谁的名次因为哪条记录而变动", "What a change does, and by which record"),
    "build": Text("核对、计算并生成网站", "Check, compute and build the site"),
    "serve": Text("在本机浏览网站，改动后自动重建", "Browse the site locally; rebuilds on change"),
    "rank": Text("在终端里看一份评价结果", "One ranking in the terminal"),
    "due": Text("还要做什么、哪一天到期，逾期的在前", "What is still to be done, late ones first"),
    "remind": Text("每个县（区）一份到期通知，另有复核不符", "Notices of what fell due and what fails"),
    "explain": Text("一个单位的每个数字及其依据的记录", "Every number of a unit, down to its records"),
    "new": Text("新建一条合格的记录", "A valid new record"),
    "draw": Text("暗访抽签：方案、密封、开启、复核", "Draws: plan, seal, open, verify"),
    "inspection": Text("督查草稿定稿，转出隐患", "Finalize a draft of an inspection, with its hazards"),
    "bulletin": Text("通报：起草、印发、复核、更正", "Bulletins: draft, issue, verify, correct"),
    "archive": Text("每份通报印发时的版本和当时的数据", "Revisions at which bulletins were issued"),
    "verify-site": Text(
        "由提交重新生成网站，逐字节核对", "Rebuild a published site and compare it byte for byte"
    ),
    "verify-history": Text(
        "用以前的清单核对历史没有被改写", "Hold an earlier manifest against today's history"
    ),
    "nominations": Text(
        "表扬推荐的条件审查，只供内部使用", "Conditions of nominations for praise, for officers only"
    ),
    "fmt": Text("统一记录的写法（字段顺序），保留注释", "Canonical layout of records; comments are kept"),
    "init": Text("新建一个教育局的空仓库或示例城市", "An empty bureau repository, or a sample city"),
    "schema": Text("由模式生成数据字典等文件", "Everything that is generated from the schemas"),
}


# What a check reads.
_JUDGED = (PurePosixPath("records"), PurePosixPath("schemas"))


@dataclass(slots=True)
class Session:
    """What the shared options of one call say.

    root: the repository, an absolute path; found only when first asked for.
    """

    language: Language = "zh"
    given_root: Path | None = None

    @property
    def root(self) -> Path:
        """The repository: as given, or the nearest parent that has ``records/``."""
        if self.given_root:
            if not self.given_root.is_dir():
                raise GeneratorError(
                    Text(f"没有这个文件夹：{self.given_root}", f"No such folder: {self.given_root}"),
                    Text("--root 应指向含 records/ 的文件夹", "Let --root name the folder that has records/"),
                )
            return self.given_root.resolve()
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / "records").is_dir():
                return folder
        raise GeneratorError(
            Text(
                "在这里和上级文件夹里都没有找到 records/", "Neither this folder nor any above it has records/"
            ),
            Text(
                "用 --root 指明仓库位置，或用 generator init 新建一个",
                "Name the repository with --root, or make one with generator init",
            ),
        )

    @property
    def epoch(self) -> date | None:
        """The day of ``SOURCE_DATE_EPOCH``, or None where it is not set."""
        given = os.environ.get("SOURCE_DATE_EPOCH")
        if not given:
            return None
        try:
            day = datetime.fromtimestamp(int(given), UTC).date()
        except (ValueError, OverflowError, OSError):
            day = None
        if day is None or not is_day(day.isoformat()):
            raise GeneratorError(
                Text(
                    f"SOURCE_DATE_EPOCH 不是可用的秒数：{given}",
                    f"SOURCE_DATE_EPOCH is no usable number: {given}",
                )
            )
        return day

    @property
    def cache_folder(self) -> Path | None:
        """Where parsed records may be kept; None outside of Git, and where ``GENERATOR_CACHE`` is ``off``.

        What is kept there is believed, so it lies where no change that somebody proposes can bring it along.
        """
        from generator.read.git import own_folder

        own = None if os.environ.get("GENERATOR_CACHE") == "off" else own_folder(self.root)
        return own / "records-cache" if own else None

    def source(self, revision: str | None) -> Source:
        """The work tree, which must have records, or the commit that *revision* names."""
        from generator.read.sources import Commit, WorkTree

        if revision is None and not (self.root / "records").is_dir():
            raise GeneratorError(
                Text(f"{self.root} 里没有 records/ 文件夹", f"{self.root} has no folder records/"),
                Text(
                    "--root 应指向含 records/ 的文件夹；新建用 generator init",
                    "Let --root name the folder that has records/; generator init makes one",
                ),
            )
        return WorkTree(self.root) if revision is None else Commit(self.root, revision)

    def places(self, paths: Iterable[Path], revision: str | None = None) -> tuple[PurePosixPath, ...]:
        """*paths* as seen from the root; GeneratorError for one that holds no records, or is not there."""
        found = []
        for path in paths:
            try:
                found.append(PurePosixPath(path.resolve().relative_to(self.root).as_posix()))
            except ValueError as error:
                raise GeneratorError(
                    Text(f"{path} 不在仓库里", f"{path} is not in the repository"),
                    Text(
                        f"仓库是 {self.root}，用 --root 可以另指",
                        f"The repository is {self.root}; --root names another",
                    ),
                ) from error
            if revision is None and not path.exists():
                raise GeneratorError(
                    Text(f"没有这个文件或文件夹：{path}", f"No such file or folder: {path}"),
                    Text("路径从当前文件夹算起", "Paths start at the folder that you are in"),
                )
            if not any(found[-1].is_relative_to(f) or f.is_relative_to(found[-1]) for f in _JUDGED):
                raise GeneratorError(
                    Text(f"{path} 不是记录", f"{path} is no record"),
                    Text(
                        "记录都在 records/ 里，模式在 schemas/ 里",
                        "Records are in records/, schemas in schemas/",
                    ),
                )
        return tuple(found)

    def check(
        self,
        source: Source,
        as_of: date | None = None,
        progress: Shown | None = None,
        stopwatch: Stopwatch | None = None,
    ) -> Checked:
        """Read and check *source* as the options of this call and the environment say.

        Whoever times the rules wants them to run on every record, so the cache is left alone then.
        """
        from generator import pipeline

        return pipeline.check(
            source,
            as_of=as_of,
            epoch=self.epoch,
            cache_folder=None if stopwatch else self.cache_folder,
            progress=progress,
            stopwatch=stopwatch,
        )

    def tell_left_out(self, checked: Checked) -> None:
        """Say, beside numbers, that files are not among them."""
        if aside := len(checked.snapshot.set_aside):
            self.say(
                Text(
                    f"有 {aside} 个文件没有通过核对，没有算在内；generator check 列出原因",
                    f"{aside} files did not pass the check and are left out; see generator check",
                ),
                err=True,
            )

    def text(self, text: Text) -> str:
        """*text* in the language of this call."""
        return text.to(self.language)

    def say(self, text: Text, *, err: bool = False) -> None:
        """Print a line."""
        click.echo(self.text(text), err=err)


class Shown:
    """Progress for people: a bar on a terminal, plain lines elsewhere; always on standard error."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.terminal = sys.stderr.isatty()

    def step(self, text: Text) -> None:
        """Print the step."""
        self.session.say(Text(f"· {text.zh}…", f"· {text.to('en')}…"), err=True)

    def track(self, items: Iterable[T], text: Text, length: int) -> Iterator[T]:
        """Pass the items through under a bar."""
        if not self.terminal:
            self.step(text)
            yield from items
            return
        with click.progressbar(
            items, length=length, label=self.session.text(text), file=sys.stderr, update_min_steps=50
        ) as bar:
            yield from bar


def _set_root(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Session).given_root = value


def _set_language(ctx: click.Context, _param: click.Parameter, value: Language | None) -> None:
    if value is not None:
        ctx.ensure_object(Session).language = value


_SHARED = (
    click.Option(
        ["--root"],
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_set_root,
        help="仓库位置，默认为含 records/ 的最近上级。The repository; by default the nearest with records/.",
    ),
    click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        is_eager=True,  # the faults of other options are told in this language
        callback=_set_language,
        help="提示语言，默认中文。Language of messages.",
    ),
)


class _Helpful(click.Command):
    """Words ``--help`` in the language of the call; Click keeps the words of a process's first call."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own, which must stay one object."""
        option = super().get_help_option(ctx)
        if option:
            option.help = in_words("Show this message and exit.")
        return option


class Command(_Helpful):
    """A command that takes the shared options behind its name too, where most people write them."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own, the shared ones, and help at the end."""
        *own, last = super().get_params(ctx)
        return [*own, *_SHARED, last]


class LazyGroup(_Helpful, click.Group):
    """Knows its commands by name and imports one only when it is called, so that ``check`` starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """In the order of the table above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"generator.cli.{cmd_name.replace('-', '_')}"
        ).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As Click does, but an unknown name is answered with the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            raise GeneratorError(
                Text(f"没有「{args[0]}」这个命令", f"There is no command {args[0]!r}"),
                Text(
                    f"是不是「{near[0]}」？" if near else "generator --help 列出全部命令",
                    f"Did you mean {near[0]!r}?" if near else "See generator --help",
                ),
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """As Click does, but a reader of our output that has seen enough is no fault: Click would give 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Both languages beside each name."""
        with formatter.section("命令 Commands"):
            formatter.write_dl([(name, f"{text.zh}  {text.en}") for name, text in COMMANDS.items()])


def spoken(text: Text, ctx: click.Context | None) -> str:
    """*text* in the language of the call, for the messages of option types."""
    session = ctx.find_object(Session) if ctx else None
    return text.to(session.language if session else "zh")


class DateType(click.ParamType[date]):
    """A day written as 2025-12-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error where it is none."""
        if isinstance(value, date):
            return value
        if not is_day(value):
            refused = Text(
                f"「{value}」不是日期，应写成 2025-12-31", f"{value!r} is no day; write 2025-12-31"
            )
            self.fail(spoken(refused, ctx), param, ctx)
        return date.fromisoformat(value)


DATE = DateType()
at_option = click.option(
    "--at",
    "revision",
    metavar="REV|日期",
    help="以某个提交为准，不取出文件；写日期，就是主线上那天的最后一次。At a commit, or the last of a day.",
)
as_of_option = click.option("--as-of", type=DATE, help="以哪一天为准，如 2025-12-31。The day to look from.")


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    params=list(_SHARED),
    epilog="退出码 Exit codes: 0 正常 · 1 记录有误 · 2 用法或环境 · 3 程序缺陷 · 130 中断",
)
@click.version_option(
    __version__, "-V", "--version", message="%(version)s", help="显示版本。Show the version."
)
@click.pass_context
def group(ctx: click.Context) -> None:
    """教育装备记录系统：核对记录，计算位次，生成网站。

    The records system of an education bureau: check records, compute rankings, build the site.
    """
    ctx.ensure_object(Session)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command and exit with its code; every way out of the program is here."""
    _reopen_closed()
    gc.disable()  # a run is short and makes millions of small values that all live to its end
    # numpy's threads would do nothing for us, and a process with threads should not be divided for writing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, _interrupt)
    given = sys.argv[1:] if arguments is None else arguments
    language: Language = "en" if "en" in _values_of("--lang", given) else "zh"
    speak(language)
    try:
        code = group.main(given, prog_name="generator", standalone_mode=False)
        gc.freeze()  # else Python looks through everything again to free what the system takes back anyway
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except GeneratorError as error:
        _complain(error.message, error.hint, language)
        sys.exit(2)
    except click.UsageError as error:
        shown = error.format_message().removesuffix(".")
        command = error.ctx.command_path if error.ctx else "generator"
        _complain(
            Text(f"参数有误：{shown}", shown),
            Text(f"{command} --help 列出用法", f"See {command} --help"),
            language,
        )
        sys.exit(2)
    except click.ClickException as error:
        _complain(Text(error.format_message()), None, language)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        _complain(
            Text("已中断，原有内容未动", "Interrupted; what was there is untouched"), None, language, "·"
        )
        sys.exit(130)
    except OSError as error:
        _complain(
            Text(f"文件系统出错：{error.strerror or error}", f"File system: {error.strerror or error}"),
            Text(str(error.filename)) if error.filename else None,
            language,
        )
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 - the last stop: a bug is said in one line, with its place
        _complain(
            Text(f"程序缺陷（{_place(error)}）：{error!r}", f"A bug of ours ({_place(error)}): {error!r}"),
            Text("请把这一行和所用命令报告给维护者", "Please report this line and the command"),
            language,
        )
        sys.exit(3)


def _reopen_closed() -> None:
    """Whoever started us may have closed a stream: what is printed goes nowhere, nothing is typed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - for as long as the program runs


def _complain(message: Text, hint: Text | None, language: Language, mark: str = "✗") -> None:
    click.echo(f"{mark} {_visible(message.to(language))}", err=True)
    if hint:
        word = "Hint: " if language == "en" else "提示："
        click.echo(f"  {word}{_visible(hint.to(language))}", err=True)


def _visible(text: str) -> str:
    from generator.model.shown import visible

    return "\n".join(visible(line) for line in text.split("\n"))


def _place(error: BaseException) -> str:
    """The innermost file and line of ours that the exception passed through."""
    trace = error.__traceback__
    place = "?"
    while trace:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("generator"):
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _values_of(option: str, arguments: list[str]) -> list[str]:
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    return [b if a == option else a.removeprefix(f"{option}=") for a, b in pairs if a.startswith(option)]


def _interrupt(_signal: int, _frame: types.FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
