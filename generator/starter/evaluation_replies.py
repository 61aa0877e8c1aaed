"""What the counties of the sample said to their scores: statements, and appeals with what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Said:
    """One statement. item: "" where it is about the whole; answer: "" while there is none."""

    on: str
    item: str
    text: str
    answered: str = ""
    answer: str = ""
    is_of_veto: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One appeal. decided: "" while it is open; to: the new score, None where the old one stands."""

    on: str
    item: str
    reason: str
    decided: str = ""
    to: Decimal | None = None
    why: str = ""


# Year, kind of county.
STATEMENTS: Mapping[tuple[int, int], Said] = MappingProxyType({
    (2023, 3): Said(
        "2023-12-26", "4.2", "现场查看的三处不规范中，有一处是正在维修的仪器，已挂牌说明，请予考虑。",
        "2024-01-04", "核对现场照片，该仪器没有挂维修牌，也不在维修登记里，维持原得分。",
    ),
    (2024, 3): Said(
        "2024-12-26", "", "整改报告由学校直接报送，县级没有逐张核对照片，已对经办人员作出处理，请从轻认定。",
        "2025-01-08", "县级对报送材料负有审核责任，按细则降低一个等次；处理情况记入来年督查。",
        is_of_veto=True,
    ),
    (2024, 4): Said(
        "2024-12-27", "7.3", "论文和自制教具的证书正在省级办理，请允许补交。",
        "2025-01-07", "证书签发日期在2025年，计入2025年度评价，本年度不计分。",
    ),
    (2025, 1): Said(
        "2025-12-08", "4.3", "常态应用按学期统计，11月以后的数据没有计入，请按全年数据重新核对。",
    ),
})  # fmt: skip

APPEALS: Mapping[tuple[int, int], Asked] = MappingProxyType({
    (2023, 4): Asked(
        "2023-12-28", "2.3", "三个项目中有一个在年底前完成了固定资产登记，应只扣两处。",
        "2024-01-10",
    ),
    (2024, 2): Asked(
        "2024-12-27", "2.4", "检验报告漏计一批已送检的产品，补计后合格率应在95%以上。",
        "2025-01-09", Decimal(5), "补计漏登的一批合格产品后合格率为95.8%，按细则得5分。",
    ),
    (2025, 0): Asked(
        "2025-12-08", "4.3", "专家组查看当天平台停机维护，使用数据没有取全，申请按平台后台数据复核。",
    ),
})  # fmt: skip
