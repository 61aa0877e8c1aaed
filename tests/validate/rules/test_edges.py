"""What the cases of the rules do not show: where rules stay silent, and how they help."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.diagnostic import Diagnostic
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import AS_OF, admitted, base, schemas, snapshot_of


def found(text: str, as_of: date = AS_OF) -> list[Diagnostic]:
    return list(run_rules(snapshot_of(text, as_of=as_of), RULES))


def codes(text: str, as_of: date = AS_OF) -> list[str]:
    return [d.code for d in found(text, as_of)]


def changed(path: str, old: str, new: str) -> str:
    """A base file with one replacement."""
    text = base()[path]
    assert old in text
    return f"--- {path}\n{text.replace(old, new, 1)}"


INSPECTION = "records/inspections/i-01.yml"
EXPERT = "records/experts/expert-01.yml"
AWARD = "records/awards/a-01.yml"


def test_reference_to_a_record_that_was_set_aside_is_not_reported() -> None:
    """Its own fault is reported already; ten more reports of it would hide what is really unknown."""
    files = {**base(), EXPERT: "id: expert-01\nname: 示例甲\n"}
    snapshot, problems = admitted(files)
    assert {d.record for d in problems} == {"experts/expert-01"}
    assert run_rules(snapshot, RULES) == ()


def test_unknown_reference_says_when_the_id_is_of_another_kind() -> None:
    """The commonest slip is the right id in the wrong field."""
    (one,) = found(changed(INSPECTION, "expert: expert-02", "expert: hazchem-2025"))
    assert one.code == "REF001"
    assert one.hint
    title = schemas()["checklists"].title.zh
    assert one.hint.zh == f"专家的编号见 records/experts/；「hazchem-2025」是{title}的编号"


def test_unknown_reference_suggests_near_ids_and_otherwise_nothing() -> None:
    """A suggestion that is not near is worse than none."""
    (near,) = found(changed(INSPECTION, "expert: expert-02", "expert: expert-20"))
    (far,) = found(changed(INSPECTION, "expert: expert-02", "expert: wang"))
    assert near.hint
    assert "「expert-02」" in near.hint.zh
    assert far.hint
    assert far.hint.zh == "专家的编号见 records/experts/。"


def test_withdrawn_inspection_is_past_mending() -> None:
    """Withdrawing is the remedy for an inspection that should not have been; it must then be silent."""
    text = base()[INSPECTION].replace("role: member", "role: lead")
    assert codes(f"--- {INSPECTION}\n{text}") == ["CON005"]
    assert codes(f"--- {INSPECTION}\n{text}withdrawn:\n  date: 2025-12-01\n  reason: 组长有两名\n") == []


def test_interest_in_a_county_covers_its_schools_and_ends_on_its_day() -> None:
    """The last day of an interest still counts."""
    interest = "interests:\n  - organization: dongcheng\n    until: {}\n    reason: 近亲属任职\npools:"
    assert codes(changed(EXPERT, "pools:", interest.format("2025-11-06"))) == ["CON002"]
    assert codes(changed(EXPERT, "pools:", interest.format("2025-11-05"))) == []


def test_future_depends_on_the_day_that_is_looked_from() -> None:
    """The same records are right on one day and early on another; no rule asks for today."""
    assert codes("", date(2025, 11, 6)) == []
    assert codes("", date(2025, 11, 5)) == ["DAT005"]


def test_circle_of_three_is_reported_once() -> None:
    """One mistake, one report, with the whole way round."""
    text = "\n".join(
        f"--- records/organizations/{a}.yml\nid: {a}\nname: {a}\nlevel: cluster\nparent: {b}\n"
        for a, b in (("p", "q"), ("q", "r"), ("r", "p"))
    )
    (one,) = found(text)
    assert (one.code, one.params["line"]) == ("TRE001", "p → q → r → p")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("示教体函（2025）17号", "年份应放在六角括号〔〕里"),
        ("示教体函【2025】17号", "年份应放在六角括号〔〕里"),
        ("示教体函〔2025〕第17号", "序号前不加「第」"),
        ("示教体函〔2025〕017号", "序号前不加 0"),
        ("示教体函〔2025〕17", "末尾应是「号」"),
        ("示教体函〔25〕17号", "格式不对"),
    ],
)
def test_document_number_says_what_is_wrong(number: str, why: str) -> None:
    """Each slip has its own sentence."""
    (one,) = found(changed(AWARD, "示教体函〔2025〕17号", number))
    assert (one.code, one.params["why"]) == ("DOC001", why)
    assert one.hint
    right = "例如 某教函〔2025〕5号" if "〔25〕" in number else "即 示教体函〔2025〕17号"
    assert one.hint.zh == f"写成 机关代字〔年份〕序号号，{right}"


def document(id: str, number: str, **more: str) -> str:
    """A document of the bureau, as the files of ``changed`` are written."""
    lines = {"id": id, "number": number, "title": f"关于{id}的通知", "kind": "notice", "issuer": "shili"}
    text = "".join(f"{k}: {v}\n" for k, v in (lines | more).items())
    return f"--- records/documents/{id}.yml\n{text}source: 登记簿\n"


def test_only_the_document_whose_day_is_wrong_is_reported() -> None:
    """One slip among five in order: not the three after it, which are right."""
    days = ("2025-01-05", "2025-12-06", "2025-02-07", "2025-02-07", "2025-03-08")
    text = "".join(
        document(f"d{i}", f"示教体函〔2025〕{i}号", signed_on=day) for i, day in enumerate(days, 1)
    )
    (one,) = found(text)
    assert (one.code, one.record) == ("DOC006", "documents/d2")
    assert one.params["other_day"] == "2025-02-07"


def test_gaps_are_looked_for_only_where_the_register_says_it_is_complete() -> None:
    """The three documents that the public text names stand alone; nobody claims that these were all."""
    alone = document("d23", "示教体函〔2022〕23号") + document("d26", "示教体函〔2022〕26号")
    assert codes(alone) == []
    bureau = base()["records/bureau.yml"].replace(
        "code: 示教体函", "code: 示教体函\n    complete_since: 2022"
    )
    text = f"--- records/bureau.yml\n{bureau}{alone}"
    assert [(d.code, d.record, str(d.params["missing"])) for d in found(text) if "2022" in d.message.zh] == [
        ("DOC005", "documents/d23", "1号至22号"),
        ("DOC005", "documents/d26", "24号至25号"),
    ]


def test_a_number_is_not_called_unknown_while_an_entry_cannot_be_read() -> None:
    """It may be the number of that very entry, and one slip there would be reported at every citation."""
    broken = {"records/documents/han-2025-17.yml": "id: han-2025-17\nnumber: 示教体函〔2025〕17号\n"}
    snapshot, _ = admitted({**base(), **broken})
    assert "documents/han-2025-17" in snapshot.set_aside
    assert run_rules(snapshot, RULES) == ()


def test_the_day_of_a_notice_is_that_of_the_register() -> None:
    """One award with a wrong day has no others to be unlike; the register knows better."""
    text = document("han-2025-17", "示教体函〔2025〕17号", signed_on="2025-03-21")
    (one,) = found(text)
    assert (one.code, one.record, one.params["other"]) == ("AWD007", "awards/a-01", "documents/han-2025-17")


def test_office_number_may_stand_in_the_field_made_for_it() -> None:
    """A public number is public; in any other field the same digits are a problem."""
    contact = 'contact:\n  office: 教育装备科\n  phone: "028-86000000"\n'
    bureau = f"--- records/bureau.yml\n{base()['records/bureau.yml']}"
    assert codes(bureau + contact) == []
    assert codes(bureau + contact.replace("教育装备科", "装备科 028-86000000")) == ["PRV006"]


def test_resident_id_is_an_error_even_in_the_field_of_a_phone() -> None:
    """No field is made for that."""
    contact = 'contact:\n  phone: "110101190001010014"\n'
    assert codes(f"--- records/bureau.yml\n{base()['records/bureau.yml']}{contact}") == ["PRV001"]


def test_number_spelled_with_escapes_is_found() -> None:
    """What counts is what is published, not how it was typed."""
    assert codes(changed(AWARD, "装备管理规范", r'"\x3138-0000-0000"')) == ["PRV003"]


def test_diagnostic_never_repeats_what_it_found() -> None:
    """Reports end up in public logs and comments."""
    for one in found(changed(AWARD, "装备管理规范", "联系 138-0000-0000 或 someone@example.com")):
        told = f"{one.message.zh}{one.message.en}{one.hint}{dict(one.params)}"
        assert "0000-0000" not in told
        assert "someone" not in told


def test_ids_in_the_shape_of_a_resident_id_are_refused_whatever_the_check_character() -> None:
    """An id stands in addresses for ever; it must not even look like one."""
    text = base()["records/organizations/no1-middle.yml"].replace("2199000101", "2199000109")
    other = "s-510104-20100901-1234"
    text = text.replace("id: no1-middle", f"id: {other}").replace("第一中学", "第九中学")
    assert codes(f"--- records/organizations/{other}.yml\n{text}") == ["IDN008"]


@pytest.mark.parametrize(
    ("merit", "expected"),
    [
        ("|\n  第一行\n  第二行", []),
        ('"第一行 \\n第二行"', []),
        ('"\u3000装备规范"', ["TXT001"]),
        ("规范 A、B 两类", []),
        ("比例 3:1，时间 10:30", []),
        ("JavaScript 社团", []),
        ("见 ftp://files.example/a", ["TXT005"]),
        ('"见 vbscript:msgbox(1)"', ["TXT005"]),
        ("见 data:text/html,<b>x</b>", ["TXT005"]),
        ("图 DATA:image/svg+xml;charset=utf-8;base64,PHN2Zz4=", ["TXT005"]),
        ("见 data:;base64,eA==", ["TXT005"]),
        ('"data: 数据，metadata:a/b,c"', []),
        ("数据格式 data:json", []),
        ("TODO 补写", ["TXT004"]),
        ("xxx学校", ["TXT004"]),
        ("Max 系列、exxxtra", []),
    ],
)
def test_text_rules_mind_what_readers_would_stumble_over_only(merit: str, expected: list[str]) -> None:
    """A warning for every harmless line is read by nobody."""
    assert codes(changed(AWARD, "装备管理规范", merit)) == expected


DEMONSTRATION = """\
--- records/demonstrations/2025/d-01.yml
id: d-01
year: 2025
county: dongcheng
school: no1-middle
theme: 危化品规范管理
form: model
way: voluntary
applied_on: 2025-03-12
survey:
  on: 2025-05-14
  team:
    - {expert: expert-01, role: lead}
    - {expert: expert-02, role: member}
  marks:
    - {aspect: 教学应用, full: 30, score: 27.5}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("unit: dongcheng\n", "unit: no1-middle\n", "CON001", "12:16"),
        ("to: 2026-12-31", "to: 2025-04-30", "CON003", "12:16"),
        ("consent: true", "consent: true\nwithdrawn: {date: 2025-04-01, reason: 调离}", "CON007", "12:16"),
        (
            "consent: true",
            "consent: true\ninterests:\n  - {organization: no1-middle, reason: 近亲属在该校工作}",
            "CON002",
            "12:16",
        ),
    ],
)
def test_conduct_holds_for_joint_surveys_too(old: str, new: str, code: str, place: str) -> None:
    """A mark that a school's own people gave is worth nothing; the rules are those of inspections."""
    expert = changed(EXPERT, old, new)
    found_here = [
        (d.code, f"{d.location.line}:{d.location.column}")
        for d in found(DEMONSTRATION + expert)
        if d.location.path.startswith("records/demonstrations/")
    ]
    assert found_here == [(code, place)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("role: member", "role: lead", "CON005"), ("expert-02", "expert-01", "CON006")],
)
def test_a_survey_team_has_one_lead_and_nobody_twice(old: str, new: str, code: str) -> None:
    """As on inspections; an application that is not surveyed yet has no team to look at."""
    assert codes(DEMONSTRATION.replace(old, new)) == [code]
    assert codes(DEMONSTRATION[: DEMONSTRATION.index("survey:")]) == []


@pytest.mark.parametrize(("to", "codes_found"), [("2026-05-19", ["DEM018"]), ("2025-11-05", [])])
def test_a_veto_after_the_end_of_a_designation_needs_no_answer(to: str, codes_found: list[str]) -> None:
    """Only who is a demonstration school is held up as an example. The visit of the base was in November."""
    major = changed(
        INSPECTION, "  - item: hc-1\n    result: met", "  - item: hc-1\n    result: unmet"
    ).replace(
        "findings:\n",
        "findings:\n  - {id: f0, item: hc-1, grade: major, text: 储存室在教学楼内, due: 2025-12-06}\n",
    )
    result = "result: designated, on: 2025-05-20, document: 示教体函〔2025〕21号"
    decided = f"designation: {{{result}, valid_to: {to}}}\n"
    assert codes(DEMONSTRATION + decided + major) == codes_found


def test_schools_that_are_too_few_cannot_be_asked_for() -> None:
    """A county with one school cannot send two; where it sent that one, nothing is missing."""
    method = changed("records/methods/m-2025.yml", "from: 2025-01-01", "from: 2024-01-01") + (
        "requirements:\n  demonstrations: {applicants_min: 2, applicants_max: 3, cycle_from: 2024, "
        "cycle_years: 3, valid_years: 3}\n"
    )
    early = DEMONSTRATION[: DEMONSTRATION.index("survey:")].replace("2025", "2024")
    assert codes(early + method) == []


def test_what_a_method_of_another_year_asks_is_not_asked_of_this_one() -> None:
    """A quota of one that holds from 2025 does not make two applications of 2024 too many."""
    method = base()["records/methods/m-2025.yml"] + (
        "requirements:\n  demonstrations: {applicants_min: 1, applicants_max: 1, cycle_from: 2024, "
        "cycle_years: 3, valid_years: 3}\n"
    )
    early = DEMONSTRATION[: DEMONSTRATION.index("survey:")].replace("2025", "2024")
    other = early.replace("d-01", "d-02").replace("no1-middle", "no2-middle").replace("危化品", "装备")
    place = "records/organizations/no2-middle.yml"
    made = base()["records/organizations/no1-middle.yml"].replace("no1-middle", "no2-middle")
    made = made.replace("第一", "第二").replace("2199000101", "2199000102")
    assert codes(f"{early}{other}--- records/methods/m-2025.yml\n{method}--- {place}\n{made}") == []
