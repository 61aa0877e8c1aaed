"""What the sample's key tasks are about: one plan for each, with the words of its steps and reports."""

from __future__ import annotations

from dataclasses import dataclass

Day = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """One task of a year's list, whoever does it.

    level: ``county``, ``cluster`` or ``school`` (one that keeps chemicals: ``chemicals``).
    steps: title and last day of each step on the way. reports: what is said on the way, from the first
        report to the last; proof: the evidence of the last.
    """

    title: str
    level: str
    mechanism: str
    team: str
    goal: str
    start: Day
    deadline: Day
    steps: tuple[tuple[str, Day], ...]
    reports: tuple[str, ...]
    proof: str


COUNTY_PLANS = (
    Plan(
        "开展学校危险化学品全覆盖排查", "county", "inspection", "management",
        "所有存有危险化学品的学校排查一遍，隐患逐项登记，一般隐患当月整改",
        (3, 1), (6, 28), (("印发排查方案", (3, 20)), ("完成逐校排查", (5, 31))),
        ("印发方案，培训排查人员", "过半学校完成排查，隐患登记到人", "全部学校排查完毕，一般隐患整改完成"),
        "排查情况汇总表",
    ),
    Plan(
        "更新中小学理化生实验室装备", "county", "guarantee", "technical",
        "列入计划的实验室装备到位，完成验收并登记入账",
        (3, 15), (11, 29), (("完成采购", (6, 30)), ("完成安装调试", (9, 30))),
        ("需求核定完毕，启动采购", "设备到货，陆续安装", "全部安装调试完成，验收入账"),
        "装备验收单",
    ),
    Plan(
        "培训实验员和装备管理员", "county", "coordination", "experts",
        "在岗实验员和装备管理员全部参加一次集中培训，考核合格",
        (4, 8), (10, 25), (("排定课程和师资", (5, 17)), ("完成第一期培训", (7, 19))),
        ("课程和授课专家排定", "第一期培训结束，过半人员参训", "各期培训结束，考核结果入档"),
        "培训签到表和考核成绩表",
    ),
    Plan(
        "推进智慧教育平台常态应用", "county", "demonstration", "technical",
        "每所学校有一批常态应用的班级，学期末通报应用情况",
        (3, 4), (12, 20), (("确定应用学校名单", (4, 26)), ("召开中期交流会", (9, 27))),
        ("应用学校名单确定，教师账号开通", "召开中期交流会，应用学校过半", "学期末通报应用情况，形成案例"),
        "应用情况通报",
    ),
    Plan(
        "处置学校实验室危险废弃物", "county", "inspection", "management",
        "各校存量危险废弃物登记清楚，全部交有资质的单位处置，联单留存",
        (4, 1), (11, 30), (("完成存量登记", (5, 31)), ("签订处置合同", (8, 30))),
        ("各校存量登记上报", "处置合同签订，首批学校转运", "全部学校转运完毕，联单归档"),
        "危险废弃物转移联单",
    ),
    Plan(
        "清查教育装备资产", "county", "guarantee", "management",
        "账、卡、物逐件核对，盘盈盘亏说明原因，台账更新",
        (5, 6), (9, 30), (("培训清查人员", (5, 24)), ("完成学校自查", (7, 12))),
        ("清查表格下发，人员培训完毕", "学校自查结束，开始抽查复核", "复核完成，台账全部更新"),
        "装备资产清查报告",
    ),
    Plan(
        "指导看点校打磨展示内容", "county", "demonstration", "experts",
        "每所看点校形成一项有特色、可观摩的展示内容",
        (3, 11), (10, 31), (("专家首轮入校", (4, 30)), ("模拟展示", (9, 20))),
        ("专家首轮入校，列出改进清单", "看点校完成改进，组织模拟展示", "展示内容定稿，材料报送"),
        "入校指导记录",
    ),
    Plan(
        "评选装备工作先进单位和个人", "county", "commendation", "management",
        "按条件推荐，公示无异议后报送，推荐材料真实完整",
        (9, 2), (11, 22), (("下发推荐通知", (9, 20)), ("完成初评", (10, 31))),
        ("推荐通知下发，各校申报", "初评结束，名单公示", "公示无异议，推荐材料报送"),
        "推荐名单和公示材料",
    ),
    Plan(
        "填报年度教育装备统计数据", "county", "coordination", "management",
        "各校数据逐项核对，县级汇总表审核无误后上报",
        (10, 8), (12, 25), (("培训填报人员", (10, 25)), ("完成学校填报", (11, 29))),
        ("填报人员培训完毕", "学校填报完成，县级审核中", "汇总表审核无误，已上报"),
        "统计汇总表",
    ),
)  # fmt: skip

LOCAL_PLANS = (
    Plan(
        "改造化学药品储存室", "chemicals", "inspection", "management",
        "药品分类存放，通风、报警装置正常，双人双锁",
        (3, 4), (8, 30), (("完成设计", (4, 19)), ("完成施工", (7, 31))),
        ("改造方案通过审核", "施工结束，报警装置待调试", "验收合格，药品归位上锁"),
        "储存室验收单",
    ),
    Plan(
        "组织学区实验操作技能比赛", "cluster", "demonstration", "experts",
        "学区内各校派队参赛，形成优秀课例",
        (4, 1), (6, 14), (("下发比赛通知", (4, 19)),),
        ("比赛通知下发，各校报名", "比赛结束，优秀课例汇总"),
        "比赛成绩册",
    ),
    Plan(
        "整理图书和仪器编目", "school", "guarantee", "technical",
        "图书、仪器逐件编目，借还记录完整",
        (9, 2), (11, 29), (("完成图书编目", (10, 18)),),
        ("图书编目过半", "图书、仪器编目完成，开放借阅"),
        "编目清单",
    ),
    Plan(
        "建立学区设备报修机制", "cluster", "coordination", "technical",
        "报修有人接、三天内到校，维修记录可查",
        (3, 18), (9, 27), (("确定维修联系岗位", (4, 30)),),
        ("各校维修联系岗位确定", "报修流程试运行", "报修机制运行一学期，记录完整"),
        "报修与维修记录",
    ),
)  # fmt: skip

ROLES = {
    ("county", "management"): "装备管理股股长",
    ("county", "experts"): "教研室主任",
    ("county", "technical"): "教育装备中心主任",
    ("cluster", "management"): "学区管理中心主任",
    ("cluster", "experts"): "学区教研组组长",
    ("cluster", "technical"): "学区信息化专干",
    ("school", "management"): "分管副校长",
    ("school", "experts"): "教研组组长",
    ("school", "technical"): "装备管理员",
}
LATE_REASONS = (
    "设备到货晚于合同约定，安装顺延。",
    "施工期间遇连续降雨，工期顺延。",
    "首次验收有两处不合格，整改后复验。",
    "与期末考试冲突，最后一批推迟到考试之后。",
)
DROPPED = "与省级统一采购项目重复，经研究不再单独实施，需求并入省级项目。"
BACKWARDS = "复核时发现三所学校登记不全，退回重做。"
STUCK = "还有两所学校没有转运，等待运输车辆排期。"
