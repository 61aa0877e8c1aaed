"""Click's own words in Chinese.

Click passes each of its words through ``gettext``, under the names ``_`` and ``ngettext`` of its modules.
A catalog in gettext's own form is a compiled binary that is found through the locale of the machine, and what
we say depends on ``--lang`` alone; so these two names are given a table instead.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from generator.model.text import Language

MODULES = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)

# As Click writes it (the plural, where it has two forms) -> Chinese. Numbers of ours are whole.
PHRASES = {
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "Show this message and exit.": "显示本说明。",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（视情况而定）",
    "Missing command.": "没有写命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "Invalid value: {message}": "{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "No such option {name!r}.": "没有「{name}」这个选项",
    "No such command {name!r}.": "没有「{name}」这个命令",
    "(Did you mean one of: {possibilities}?)": "（是不是 {possibilities}？）",
    "Option {name!r} does not take a value.": "选项「{name}」后面不写值",
    "Option {name!r} requires {nargs} arguments.": "选项「{name}」后面要写值",
    "Argument {name!r} takes {nargs} values.": "参数「{name}」要写 {nargs} 个值",
    "Takes {nargs} values but {len} were given.": "要写 {nargs} 个值，写了 {len} 个",
    "Got unexpected extra arguments ({args})": "多写了「{args}」",
    "{value!r} is not one of {choices}.": "「{value}」不在可选的值里：{choices}",
    "{value!r} is not a valid {number_type}.": "「{value}」不是整数",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 里",
    "{value!r} is not a valid boolean. Recognized values: {states}": "「{value}」不是 true 或 false",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "没有这个{name}：{filename}",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是文件",
    "{name} {filename!r} is not readable.": "{filename} 不能读取",
    "{name} {filename!r} is not writable.": "{filename} 不能写入",
    "{name} {filename!r} is not executable.": "{filename} 不能执行",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Error: {message}": "错误：{message}",
    "Error: invalid input": "错误：看不懂这个回答",
    "Aborted!": "已中断",
}


def speak(language: Language) -> None:
    """Let Click say its own words in *language* from now on."""
    words = _WORDS[language]
    for module in MODULES:
        vars(module).update({name: word for name, word in words.items() if name in vars(module)})


def in_words(phrase: str) -> str:
    """A phrase of Click's in the language that it speaks now."""
    return str(vars(click.core)["_"](phrase))


def _chinese(phrase: str) -> str:
    return PHRASES.get(phrase, phrase)


def _chinese_count(_one: str, many: str, _count: int) -> str:
    """Chinese has one form for any number; the English plural stands for both."""
    return _chinese(many)


_WORDS: Mapping[Language, Mapping[str, object]] = {
    "zh": {"_": _chinese, "ngettext": _chinese_count},
    "en": {"_": gettext.gettext, "ngettext": gettext.ngettext},
}
