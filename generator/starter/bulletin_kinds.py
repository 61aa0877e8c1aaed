"""The kinds of bulletins of the sample: which figures each takes, and what a person writes in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

COUNTIES = "各县（区）教育和体育局"
CITY_SCHOOLS = "市直属学校"
_OPENING = (
    "按照年度重点任务清单安排，市教育和体育局组织专家对学校{name}情况进行了暗访督查。现将有关情况通报如下。"
)
_REMEDY = (
    "各县（区）要督促有关学校对照附件2逐条整改，做到措施、责任、资金、时限、预案五落实，"
    "整改情况由学校在系统中登记，由检查人员验收销号。"
)
_RESULT = (
    "按照年度重点任务清单暨考核评价细则，经各县（区）自评、市级核查、结果反馈和申辩复核，"
    "评价结果已经终定。现通报如下。"
)
_USE = "等次为优秀，是推荐年度先进单位的条件。各县（区）对结果有异议的，可以依照程序申请复核。"
_HOPE = "希望受到表扬的单位和个人再接再厉，在新的一年里继续发挥示范作用，带动更多学校共同提高。"
_CALL = (
    "各县（区）教育和体育局、各学校要以先进为榜样，对照名单总结推广好的做法，认真查找自身差距，"
    "严格落实危化品安全管理责任，把教育装备管好、用好，不断提高实验教学和信息化应用水平，"
    "为推动全市教育高质量发展作出新的贡献。"
    "市教育和体育局将通过现场推进会、典型案例等形式推广先进经验，落实情况纳入下一年度考核评价。"
)
TOPICS = {"hazchem": "危化品暨装备管理应用", "digital": "装备数字化转型"}


def bulletin_kinds() -> Iterator[dict[str, Any]]:
    """The kinds: two of each quarter, annual result, praise, what is late, one that takes no figures."""
    for topic, name in TOPICS.items():
        yield {
            "id": f"quarterly-{topic}",
            "title": f"季度{name}督查通报",
            "source": "round",
            "topic": topic,
            "heading": f"关于{{period}}学校{name}督查情况的通报",
            "layout": "letter",
            "series": "函",
            "names_schools": False,
            "addressees": [COUNTIES, CITY_SCHOOLS],
            "sections": _quarterly(name),
            "attachments": [
                {"title": "各县（区）督查情况", "table": "counties"},
                {"title": "抽查学校问题清单", "table": "hazards"},
                {"title": "上季度问题销号情况", "table": "before"},
            ],
            "sample": True,
        }
    yield {
        "id": "annual-evaluation",
        "title": "年度考核评价结果通报",
        "source": "evaluation",
        "heading": "关于{period}度教育装备和信息化工作考核评价结果的通报",
        "layout": "ordinary",
        "series": "发",
        "names_schools": False,
        "publicity": True,
        "addressees": [COUNTIES],
        "sections": _annual(),
        "attachments": [
            {"title": "各县（区）各部分得分", "table": "sections"},
            {"title": "不参加排位的县（区）", "table": "unranked"},
        ],
        "sample": True,
    }
    yield {
        "id": "commendation",
        "title": "年度表扬通报",
        "source": "commendation",
        "heading": "关于表扬全市{period}度教育装备和信息化工作先进单位和先进个人的通报",
        "layout": "letter",
        "series": "函",
        "names_schools": True,
        "publicity": True,
        "addressees": [COUNTIES, CITY_SCHOOLS],
        "sections": [
            {
                "parts": [
                    {"write": "写明这一年全市教育装备和信息化工作的主要成效"},
                    {"sentence": "decision"},
                    {"sentence": "spread"},
                    {"text": _HOPE},
                    {"text": _CALL},
                ]
            }
        ],
        "attachments": [
            {"title": "先进单位名单", "table": "units"},
            {"title": "先进个人名单", "table": "persons"},
        ],
        "sample": True,
    }
    yield {
        "id": "situation",
        "title": "情况通报",
        "source": "none",
        "heading": "关于{period}教育装备工作有关情况的通报",
        "layout": "letter",
        "series": "函",
        "names_schools": False,
        "addressees": [COUNTIES, CITY_SCHOOLS],
        "sections": [
            {"parts": [{"write": "写明通报的事由"}]},
            {"heading": "有关情况", "parts": [{"write": "写明情况，不写没有核实的数"}]},
            {"heading": "工作要求", "parts": [{"write": "写明要求和时限"}]},
        ],
        "sample": True,
    }
    yield {
        "id": "supervision-notice",
        "title": "督办通知",
        "source": "overdue",
        "heading": "关于{period}隐患挂牌督办的通知",
        "layout": "letter",
        "series": "函",
        "names_schools": False,
        "addressees": [COUNTIES, CITY_SCHOOLS],
        "sections": [
            {"parts": [{"write": "写明为什么督办"}, {"sentence": "late"}]},
            {"heading": "督办要求", "parts": [{"write": "写明整改要求、时限、报告方式和联系科室"}]},
        ],
        "attachments": [
            {"title": "各县（区）逾期情况", "table": "counties"},
            {"title": "督办隐患清单", "table": "overdue"},
        ],
        "sample": True,
    }


def _quarterly(name: str) -> list[dict[str, Any]]:
    return [
        {
            "parts": [
                {"text": _OPENING.format(name=name)}
            ]
        },
        {
            "heading": "基本情况",
            "parts": [{"sentence": "visited"}, {"sentence": "conclusions"}, {"table": "grades"}],
        },
        {"heading": "主要成效", "parts": [{"write": "写两三条好的做法，不点问题"}]},
        {
            "heading": "存在问题",
            "parts": [{"sentence": "findings"}, {"sentence": "faults"}, {"write": "分析原因"}],
        },
        {"heading": "隐患整改", "parts": [{"sentence": "loop"}, {"sentence": "before"}]},
        {
            "heading": "工作要求",
            "parts": [
                {"text": _REMEDY},
                {"write": "写明报送时限和回头看安排"},
            ],
        },
    ]  # fmt: skip


def _annual() -> list[dict[str, Any]]:
    return [
        {
            "parts": [
                {"text": _RESULT}
            ]
        },
        {
            "heading": "评价结果",
            "parts": [*({"sentence": name} for name in ("scope", "grades", "change")), {"table": "results"}],
        },
        {"heading": "主要特点", "parts": [{"write": "概括全市这一年的进步和共性差距"}]},
        {
            "heading": "结果运用",
            "parts": [
                {"text": _USE},
                {"write": "写明下一年的工作要求"},
            ],
        },
    ]  # fmt: skip
