"""The annual list of key tasks with its rules of evaluation, each for three years.

A composed example after rules that bureaus have printed. The edition of 2025 differs from the older ones as
a real revision would: hazards that are still overdue cost points, and the system counts more items by itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .checklists import Checklist, Item

YEARS = (2023, 2024, 2025)
SECTIONS = (
    ("mechanism", "机构与机制"),
    ("equipment", "经费与配备"),
    ("safety", "危化品安全"),
    ("use", "实验教学与应用"),
    ("rectification", "督查整改"),
    ("demonstration", "示范引领"),
    ("team", "队伍建设"),
)
EQUIPMENT, FINANCE, SAFETY = "市教育装备业务科室", "市教育财务业务科室", "市学校安全业务科室"
EXPERTS, INSPECTORS, SITES, POOL = "专家组", "督查组", "示范引领工作组", "专家管理组"
Scoring = dict[str, Any]
Points = int | Decimal

RULES: dict[str, Any] = {
    "total": 100,
    "bonus": {
        "max": 5,
        "items": [
            {"id": "b1", "text": "省级以上通报表扬或经验推广", "each": 1, "max": 2},
            {"id": "b2", "text": "承办市级现场会", "each": 1, "max": 1},
            {"id": "b3", "text": "省级以上课题或竞赛", "each": Decimal("0.5"), "max": 1},
            {"id": "b4", "text": "创新做法在全市推广", "each": Decimal("0.5"), "max": 1},
        ],
    },
    "deduction": {
        "max": 5,
        "items": [
            {"id": "n1", "text": "被市级通报批评", "each": 1},
            {"id": "n2", "text": "被约谈", "each": 2},
            {"id": "n3", "text": "材料迟报", "each": Decimal("0.5")},
        ],
    },
    "vetoes": [
        {"id": "v1", "text": "发生校园危化品或装备安全责任事故", "effect": "force_grade", "grade": "fail"},
        {"id": "v2", "text": "弄虚作假", "effect": "downgrade"},
        {"id": "v3", "text": "重大隐患逾期未整改或瞒报", "effect": "cap_grade", "grade": "good"},
        {
            "id": "v4",
            "text": "剧毒、易制爆危化品丢失被盗未立即报告",
            "effect": "force_grade",
            "grade": "fail",
        },
        {"id": "v5", "text": "采购领域重大违纪案件", "effect": "cap_grade", "grade": "pass"},
    ],
}


def evaluation_lists() -> tuple[Checklist, ...]:
    """The editions, by year."""
    return tuple(evaluation_list(year) for year in YEARS)


def evaluation_list(year: int) -> Checklist:
    """The list of one year: 25 items in seven sections, 100 points."""
    return Checklist(
        f"evaluation-{year}",
        f"{year}年度教育装备和信息化工作重点任务清单暨考核评价细则",
        "evaluation",
        "",
        year,
        "full_marks",
        tuple(_items(year)),
        "示例细则，考核对象为县（区）教育行政部门。",
        SECTIONS,
        RULES,
    )


def _item(
    number: str,
    section: str,
    text: str,
    points: int,
    method: str,
    standard: str,
    evidence: str,
    scorer: str,
    scoring: Scoring | None = None,
) -> Item:
    return Item(
        id=number,
        section=section,
        text=text,
        points=points,
        method=method,
        standard=standard,
        evidence=tuple(evidence.split("、")),
        evidence_required=True,
        scorer=scorer,
        scoring=scoring or {},
    )


def _lost(*cases: tuple[str, str, Points]) -> Scoring:
    return {"deductions": [{"id": key, "text": text, "points": points} for key, text, points in cases]}


def _levels(*levels: tuple[str, str, Points] | tuple[str, str, Points, Points]) -> Scoring:
    names = ("id", "text", "points", "at_least")
    return {"levels": [dict(zip(names, level, strict=False)) for level in levels]}


def _items(year: int) -> list[Item]:
    new = year >= 2025
    # From 2024 on sessions, applications and hazards are on record, so the system counts them by itself.
    held = {"metric": "problem-sessions"} if year >= 2024 else {}
    # From 2025 on budgets, projects and the work of experts are counted, too.
    money, batches, trained, served = (
        {"metric": name} if new else {}
        for name in ("initial-budget", "batches-missing", "training-reached", "experts-active")
    )
    initial = _levels(("disbursed", "纳入且下达", 5), ("planned", "纳入未下达", 3), ("none", "未纳入", 0))
    for steps, level in zip((2, 1, 0), initial["levels"], strict=True):
        level |= {"at_least": steps} if new else {}
    # So are risk points, stock-takings and hand-overs of waste: the first risk points were entered in the
    # autumn of 2024, when the list of that year had long been printed.
    listed, in_order, handed = (
        {"metric": name} if new else {}
        for name in ("risk-lists-current", "doubles-and-ledger", "waste-manifests")
    )
    listed_words = "清单有效校数÷涉危化品校数×4，按考核日核计" if new else "建清单校数÷涉危化品校数×4"
    in_order_words = "盘点符合项数÷应符合项数×6，五双和账物相符逐校逐项核计" if new else "抽查平均符合率×6"
    manifests = _levels(
        ("all", "联单齐全校数占比100%", 4),
        ("most", "80%以上", 3),
        ("some", "有但低于80%", 2),
        ("none", "无联单", 0),
    )
    for least, level in zip((100, 80, Decimal("0.1"), 0), manifests["levels"], strict=True):
        level |= {"at_least": least} if new else {}
    served_words = "承担过工作的专家数÷在聘专家数×2" if new else "参加任务人次÷应派人次×2"
    missing = _lost(("missing", "缺一类", Decimal("0.5"))) | batches
    counted = {"metric": "demonstration-applicants"} if year >= 2024 else {}
    overdue = _lost(("overdue", "考核日仍未销号的逾期隐患", Decimal("0.5"))) if new else {}
    if new:
        overdue["deductions"][0]["metric"] = "overdue-hazchem-hazards"
    in_time, visits, checks, reports = (
        {"metric": metric} if year >= 2024 else {}
        for metric in (
            "hazchem-hazards-in-time", "unannounced-in-time", "self-check-quarters", "late-report-quarters",
        )
    )  # fmt: skip
    return [
        _item("1.1", "mechanism", "机构队伍：分管领导、科室、三支团队健全", 4, "deduct",
              "无分管领导扣2分；缺一支团队扣1分", "文件、名单", EQUIPMENT,
              _lost(("no-leader", "无分管领导", 2), ("no-team", "缺一支团队", 1))),
        _item("1.2", "mechanism", "年度计划和任务清单印发", 3, "level",
              "2月底前3分；3月底前2分；更晚1分；未印发0分", "印发文件", EQUIPMENT,
              _levels(("february", "2月底前", 3), ("march", "3月底前", 2), ("later", "更晚", 1),
                      ("none", "未印发", 0))),
        _item("1.3", "mechanism", "专题研究突出困难和问题不少于2次", 3, "count",
              "每次1.5分，最多3分", "会议纪要", EQUIPMENT, {"each": Decimal("1.5")} | held),
        _item("2.1", "equipment", "装备经费纳入年初预算", 5, "threshold",
              "纳入且下达5分；纳入未下达3分；未纳入0分", "预算批复", FINANCE,
              initial | money),
        _item("2.2", "equipment", "学校装备配备达标率", 6, "ratio",
              "达标校数÷应达标校数×6", "统计表", EQUIPMENT),
        _item("2.3", "equipment", "项目采购、验收与固定资产入账", 4, "deduct",
              "一个项目不规范扣0.5分，扣完为止", "合同、验收单", FINANCE,
              _lost(("irregular", "一个项目不规范", Decimal("0.5")))),
        _item("2.4", "equipment", "装备质量抽检", 5, "level",
              "合格率95%以上5分；90%以上4分；80%以上2分；低于80%不得分", "检验报告", "质量监督员",
              _levels(("95", "合格率95%以上", 5, 95), ("90", "90%以上", 4, 90), ("80", "80%以上", 2, 80),
                      ("below", "低于80%", 0, 0))),
        _item("3.1", "safety", "危化品风险分级管控清单覆盖率", 4, "ratio",
              listed_words, "风险清单", SAFETY, listed),
        _item("3.2", "safety", "隐患按期整改率", 8, "ratio",
              "按期整改数÷应整改数×8" + ("；考核日仍未销号的逾期隐患每项另扣0.5分" if new else ""),
              "整改台账", SAFETY, overdue | in_time),
        _item("3.3", "safety", "五双与台账平均符合率", 6, "ratio", in_order_words,
              "盘点记录" if new else "检查记录", INSPECTORS, in_order),
        _item("3.4", "safety", "废弃物规范处置", 4, "level",
              "联单齐全校数占比100%的4分；80%以上3分；有但低于80%的2分；无联单0分", "处置合同、联单", SAFETY,
              manifests | handed),
        _item("3.5", "safety", "培训与应急演练", 3, "count",
              "培训1次1分，演练每次1分，最多3分", "通知、签到表、照片", SAFETY, {"each": 1}),
        _item("4.1", "use", "学生实验开出率", 6, "ratio", "开出数÷课标应开数×6", "实验记录", EQUIPMENT),
        _item("4.2", "use", "实验室、图书室、功能室管理使用", 5, "deduct",
              "抽查一处不规范扣0.5分，扣完为止", "现场查看记录", EXPERTS,
              _lost(("irregular", "一处不规范", Decimal("0.5")))),
        _item("4.3", "use", "数字化转型与信息化应用", 6, "level", "好6分；较好5分；一般3分；差0分",
              "平台数据", EXPERTS,
              _levels(("very-good", "好", 6), ("good", "较好", 5), ("fair", "一般", 3), ("poor", "差", 0))),
        _item("4.4", "use", "数据填报及时准确", 3, "deduct",
              "迟报一次扣0.5分；差错一处扣0.2分", "系统记录", EQUIPMENT,
              _lost(("late", "迟报一次", Decimal("0.5")), ("wrong", "差错一处", Decimal("0.2")))),
        _item("5.1", "rectification", "县级季度自查", 3, "count", "每季0.75分", "自查报告", INSPECTORS,
              {"each": Decimal("0.75")} | checks),
        _item("5.2", "rectification", "市级暗访问题按期整改率", 5, "ratio",
              "按期整改数÷反馈问题数×5", "销号单", INSPECTORS, visits),
        _item("5.3", "rectification", "整改报告报送", 2, "deduct", "迟报一次扣0.5分", "整改报告", INSPECTORS,
              _lost(("late", "迟报一次", Decimal("0.5"))) | reports),
        _item("6.1", "demonstration", "示范看点校申报培育", 4, "level",
              "2至3个4分；1个2分；无0分", "申报书", SITES,
              _levels(("enough", "2至3个", 4, 2), ("one", "1个", 2, 1), ("none", "无", 0, 0)) | counted),
        _item("6.2", "demonstration", "现场会与经验交流", 2, "count",
              "市级交流每次1分，最多2分", "会议材料", SITES, {"each": 1}),
        _item("6.3", "demonstration", "“六个一批”落实", 2, "deduct",
              "缺一类扣0.5分，扣完为止", "工作台账", SITES, missing),
        _item("7.1", "team", "专家履职", 2, "ratio", served_words, "派遣记录", POOL, served),
        _item("7.2", "team", "管理人员和实验员培训", 3, "ratio", "培训人数÷应训人数×3", "培训名册", POOL,
              trained),
        _item("7.3", "team", "课题、论文、自制教具", 2, "count", "市级以上每项0.5分，最多2分", "证书", POOL,
              {"each": Decimal("0.5")}),
    ]  # fmt: skip
