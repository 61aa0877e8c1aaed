"""The secret of a draw: made, read from a file outside the repository, or typed."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from generator.model.draw import seal_of
from generator.model.drawing import OPENED, PLANNED, Drawn, result, state_of
from generator.model.errors import GeneratorError
from generator.model.record import Record
from generator.model.text import Text

from . import Session

_SHORTEST = 16  # characters


def new_secret() -> str:
    """128 bits in groups of four, so that they can be copied by hand."""
    digits = secrets.token_hex(16)
    return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def secret_of(session: Session, path: Path | None) -> str:
    """From the file, or typed without being shown."""
    outside(session, path)
    if path is None:
        prompt = session.text(Text("密钥（输入时不显示）", "Secret (not shown)"))
        try:
            text: str = click.prompt(prompt, hide_input=True, err=True)
        except click.Abort as error:
            raise GeneratorError(
                Text("没有给出密钥", "No secret was given"), Text("--secret-file 文件")
            ) from error
    elif not path.is_file():
        raise GeneratorError(Text(f"没有这个文件：{path}", f"No such file: {path}"))
    else:
        text = path.read_text(encoding="utf-8")
    if len(text.strip()) < _SHORTEST:
        raise GeneratorError(
            Text(f"密钥不到 {_SHORTEST} 个字符，容易被猜到", f"A secret has at least {_SHORTEST} characters"),
            Text("让 generator draw seal 生成一个", "Let generator draw seal make one"),
        )
    return text.strip()


def outside(session: Session, path: Path | None) -> None:
    """GeneratorError for a file that would be committed with the rest."""
    if path and path.resolve().is_relative_to(session.root):
        raise GeneratorError(
            Text(
                "密钥文件不能放在仓库里，会随提交公开",
                "A secret in the repository would be published with it",
            ),
            Text("放到仓库以外、只有本人能读的地方", "Keep it outside, where only you can read it"),
        )


def result_of(record: Record, secret: str, public_value: str) -> tuple[Drawn, ...]:
    """Schools and teams of a sealed draw; GeneratorError where it is not sealed, or with another secret."""
    data = record.document.data
    if state_of(data) == PLANNED:
        raise GeneratorError(
            Text(f"「{record.id}」还没有密封", f"{record.id} is not sealed yet"),
            Text(f"先运行 generator draw seal {record.id}", f"Run generator draw seal {record.id} first"),
        )
    if state_of(data) == OPENED:
        raise GeneratorError(Text(f"「{record.id}」已经开启", f"{record.id} is open already"))
    if seal_of(secret) != data["seal"]["secret_sha256"]:
        raise GeneratorError(
            Text("这不是当初密封的密钥", "This is not the secret that was sealed"),
            Text("核对文件，前后不能多出文字", "Look at the file; nothing may stand before or after it"),
        )
    return result(data, secret, public_value)
