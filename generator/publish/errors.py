"""What can go wrong between a finished page and the disk."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from generator.model.errors import GeneratorError
from generator.model.text import Text


class PublishError(GeneratorError):
    """The pages themselves are wrong: a dead link, a record without a page, one path twice: our fault."""


_CAUSES = {
    errno.ENOSPC: Text("磁盘空间不足", "no space left on the disk"),
    errno.EDQUOT: Text("磁盘配额已满", "the disk quota is used up"),
    errno.EROFS: Text("该位置只读", "the place is read-only"),
    errno.EACCES: Text("没有写入权限", "no permission to write"),
    errno.EPERM: Text("没有写入权限", "no permission to write"),
    errno.ENOENT: Text("没有这个位置", "there is no such place"),
    errno.ENOTDIR: Text("路径中有一段是文件，不是文件夹", "a part of the path is a file, not a folder"),
    errno.EISDIR: Text("那里是一个文件夹", "a folder stands there"),
    errno.ENAMETOOLONG: Text("名称太长", "the name is too long"),
    errno.EXDEV: Text("不能在不同的文件系统之间替换", "folders cannot be exchanged across file systems"),
}


def explained(error: OSError, out: Path) -> GeneratorError:
    """The one sentence that a person gets for a fault of the disk."""
    cause = _CAUSES.get(error.errno or 0) or Text(error.strerror or str(error))
    return GeneratorError(
        Text("无法写入「{out}」：{cause}", "cannot write “{out}”: {cause}").format(out=out, cause=cause),
        Text(
            "原有内容没有改动；排除问题后再次运行即可",
            "what was there is as it was; run again once that is solved",
        ),
    )


@contextlib.contextmanager
def explaining(out: Path) -> Iterator[None]:
    """Turn a fault of the disk inside into the sentence about it."""
    try:
        yield
    except OSError as error:
        raise explained(error, out) from error
