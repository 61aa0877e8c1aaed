"""An empty bureau: what a second bureau needs to begin, valid from the first day.

Its own facts are marked with comments that say what to fill in. Schemas, site texts and workflows are
copied by the caller, because they are the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.artifact import Artifact

from .methods import method
from .writing import quoted, yaml_text

EMPTY_KINDS = ("awards", "checklists", "experts", "inspections")

BUREAU = """\
# 教育局自身的登记。凡带“请填写”的各行，核对后删去行首的 # 号。

name: {name}
short_name: {short_name}
# 本市在 records/organizations/ 中的编号。
city: city
# 公文落款单位，一般与 name 相同。
issuer: {name}
# 网站默认语言：zh 中文，en 英文。
language: zh
languages:
  - zh
  - en
# 请填写：记录仓库和网站的地址，须以 https:// 开头。
# repository:
# site_url:
# 请填写：发文机关代字。series 为文种系列，例如“发”“函”；code 为代字；use 为用途。
organ_codes: []
# organ_codes:
#   - series: 函
#     code:
#     use: 督查通报、表扬通报
# 请填写：文件中公布的专家队伍人数（可选），source 写明出处。
# stated_pools:
#   - pool: city
#     stated:
#     source:
# 风险分级：four 为红橙黄蓝四级，three 为三级。
risk_scheme: four
# 检查条目没有写明整改期限时，按此天数计算。
deadlines:
  major: 30
  general: 15
# 本局采用的“五双”定义，各地说法不一，请按本地文件核对。
five_doubles:
  - id: dual-custody
    title: 双人保管
  - id: dual-lock
    title: 双把锁
  - id: dual-ledger
    title: 双本账
  - id: dual-issue
    title: 双人收发
  - id: dual-acceptance
    title: 双人验收
# 请填写：对外公开的办公联系方式，只写办公电话，不写手机号码。
# contact:
#   office:
#   phone:
"""

CITY = """\
# 本市。县（区）、学区、学校各建一个文件，用 parent 写明上级，文件名与 id 相同。
id: city
# 请填写：市的全称。
name: {name}
level: city
# 请填写：六位行政区划代码，须加引号。
# division_code:
order: 1
"""

METHOD_NOTE = "按示例设置的评价办法，请对照本局文件修改分数线、权重和最低抽查比例。"

GITIGNORE = """\
/.venv/
/site/
/.site-*/
__pycache__/
"""

README = """\
# {name}教育装备督查记录

本仓库登记机构、专家、检查表、督查和表扬，每条记录一个 YAML 文件；核对通过后自动生成网站。

## 开始

1. 填写 `records/bureau.yml`（文件内有说明）和 `records/organizations/city.yml`。
2. 在 `records/organizations/` 登记县（区）、学区和学校，再登记专家和检查表：`generator new organizations`。
3. 核对 `records/methods/` 中的评价办法。
4. 运行 `generator check` 核对，运行 `generator build` 生成网站。

## 约定

- 文件名与记录的 `id` 相同，只用小写字母、数字和连字符；`id` 不改、不重复使用。
- 不登记身份证号、手机号、住址等个人信息；药品存放地点只写入标明“内部”的字段。
- 记录有误就改正；不再有效的记录不删除，写明 `withdrawn` 的日期和原因。
- 修改请提交合并请求，由他人核对后合入。
"""


def empty_bureau(name: str, short_name: str, year: int) -> Iterator[Artifact]:
    """The files of a new bureau's repository, apart from what is the same for all bureaus.

    short_name: cut to the twenty characters that fit a page's head. year: for which the first method holds.
    """
    method_id = f"inspection-{year}"
    texts = {
        "records/bureau.yml": BUREAU.format(name=quoted(name), short_name=quoted(short_name[:20])),
        "records/organizations/city.yml": CITY.format(name=quoted(_city(name))),
        f"records/methods/{method_id}.yml": _method(year),
        "README.md": README.format(name=name),
    }
    keys = {
        "records/bureau.yml": ("bureau/bureau",),
        "records/organizations/city.yml": ("organizations/city",),
        f"records/methods/{method_id}.yml": (f"methods/{method_id}",),
    }
    for path, text in texts.items():
        yield Artifact(path, text.encode(), keys.get(path, ()))
    for kind in EMPTY_KINDS:
        yield Artifact(f"records/{kind}/.gitkeep", b"")


def _method(year: int) -> str:
    return yaml_text(method(year, 1, {"counties": (40, 60), "schools": (20, 80)}, 2, METHOD_NOTE))


def _city(bureau: str) -> str:
    """The city's name out of its bureau's: 示例市教育局 is the bureau of 示例市."""
    head, mark, _ = bureau.partition("市")
    return head + mark if mark else bureau
