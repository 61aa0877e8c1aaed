"""What demonstration schools show, and what is written about them at each step.

Nothing that is said blames a real unit; placeholders: ``{n}`` a small number.
"""

from __future__ import annotations

from typing import NamedTuple

UPPER = ("junior", "nine_year", "senior", "complete")
GENERAL = ("primary", *UPPER)
YOUNG = ("primary", "nine_year")


class Theme(NamedTuple):
    """What a school shows. stages: of the schools that it fits; shows: what visitors see."""

    name: str
    form: str
    stages: tuple[str, ...]
    shows: str


THEMES = (
    Theme("危化品“五双”规范管理", "model", UPPER, "从采购到废弃的整套台账，现场演示一次双人领用和归还。"),
    Theme("装备一物一码全周期管理", "model", GENERAL, "扫码可查每件装备的购置、借用、维修和报废记录。"),
    Theme("实验室标准化建设与开放", "model", UPPER, "实验室课后向学生开放，预约、安全提示、耗材登记齐全。"),
    Theme("小学科学实验开齐开足", "model", YOUNG, "按学期公示的实验开出表，一节学生分组实验课。"),
    Theme("微型化学实验", "feature", UPPER, "学生用井穴板完成的微型实验，药品用量和废液量的前后对比。"),
    Theme("数字化物理实验", "feature", UPPER, "用传感器采集数据的力学和电学实验，数据当堂分析。"),
    Theme("智慧课堂常态应用", "model", GENERAL, "随机走进三个班的常态课，平台上可查本学期全部使用记录。"),
    Theme("人工智能与机器人社团", "feature", GENERAL, "社团活动一次，学生介绍自己搭建和编程的作品。"),
    Theme("智慧图书馆与整本书阅读", "feature", GENERAL, "自助借还、班级图书角和学生阅读档案。"),
    Theme("自制教具进课堂", "feature", GENERAL, "教师自制教具陈列室，一节使用自制教具的公开课。"),
    Theme("虚拟仿真实验与实物实验结合", "feature", UPPER, "先虚拟预习、再动手操作的一节实验课。"),
    Theme("农村小规模学校同步课堂", "feature", YOUNG, "与中心校同上一节音乐课，课前课后共同备课的记录。"),
    Theme("功能室课后全开放", "model", GENERAL, "音体美和科学功能室的课后开放安排与值守记录。"),
    Theme("校园气象站与科学探究", "feature", GENERAL, "学生轮值观测、校园天气播报和连续两年的观测数据。"),
    Theme("劳动教育装备与实践基地", "feature", GENERAL, "木工、烹饪、种植三个劳动教室和学生作品。"),
    Theme("实验操作考试标准化考场", "model", UPPER, "考场布置、监控评分和考后药品清点的全过程。"),
    Theme("学生信息保护与应用进校管理", "model", GENERAL, "进校应用清单、审批记录和家长告知书。"),
    Theme("录播资源共建共享", "feature", GENERAL, "学科资源目录和片区学校使用情况，一次网络教研。"),
    Theme("设备报修快速响应", "feature", GENERAL, "扫码报修平台，从报修到修好的平均用时逐月公开。"),
    Theme("标本馆与生物多样性课程", "feature", UPPER, "学生参与制作的标本馆和校园植物名牌。"),
    Theme("专业实训基地装备管理", "model", ("vocational",), "实训设备点检、耗材定额和安全操作规程上墙执行。"),
    Theme("校企共建智能制造实训室", "feature", ("vocational",), "一次真实订单的实训过程和设备使用率统计。"),
    Theme("康复训练装备个别化应用", "feature", ("special",), "一人一份训练方案，装备使用和效果逐次记录。"),
    Theme("无障碍信息化教学环境", "model", ("special",), "沟通辅具和字幕课堂的一节常态课。"),
)  # fmt: skip
ASPECTS = (("制度与队伍", 20), ("配备与维护", 30), ("教学应用", 30), ("特色与辐射", 20))
OPINIONS = (
    "制度健全，执行到位，可供同类学校观摩。",
    "应用有特色，教师参与面广，群众评价好。",
    "管理精细，数据真实，具备展示条件。",
    "近两年进步明显，特色鲜明，建议列为看点。",
)
PRAISED = (
    "台账与实物相符，教师人人会用，建议把经验整理成册。",
    "学生动手机会多，课堂真实，建议增加跨学科内容。",
    "特色突出，展示路线安排紧凑，建议补充近两年的数据。",
    "管理与应用并重，建议带动学区内薄弱学校。",
)
ADVISED = (
    "特色有基础，但数据积累不足一年，建议再打造一年。",
    "硬件条件好，常态使用偏少，建议先把使用记录建起来。",
    "展示内容与申报书有出入，建议聚焦一个主题。",
)
SHORT = (
    "使用记录不足一年，尚不具备展示条件。",
    "学生分组实验开出率偏低，继续打造。",
    "特色尚未形成，继续培育。",
)
CHECKED = (
    "展示内容有更新，接待观摩{n}批。",
    "带动学区{n}所学校，资料齐全。",
    "承担县（区）培训{n}次，设备完好。",
)
TO_IMPROVE = "展示内容一年没有更新，限期三个月补充。"
KEPT = "隐患已当场消除并经复查合格，研究后保留认定，一年内再出现同类问题即退出。"
LEAVES = "督查发现重大隐患，按规定退出，整改合格满一年后可重新申报。"
CLOSED = "学校撤并，展示任务终止。"
WITHDRAWN = {"date": "2024-03-20", "reason": "申报书与另一所学校重复提交，学校撤回申报。"}
