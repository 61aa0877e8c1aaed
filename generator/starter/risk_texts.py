"""What the invented schools' risk points, stores and hand-overs of waste say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hazard:
    """One sort of risk point.

    classes: it is there where one of these classes is kept, () anywhere. corner: ends the exact place.
    likelihood: at a middling school.
    """

    title: str
    process: str
    classes: tuple[str, ...]
    likelihood: int
    severity: int
    corner: str
    measures: str
    emergency: str
    owner: str


POINTS = (
    Hazard("易制爆危险化学品储存", "storage", ("explosive_precursor",), 2, 5, "防爆柜",
           "专柜单独存放，双人双锁，柜前视频监控，每周核对一次账物并签字。",
           "发现短少立即封存现场、保护监控录像，一小时内报告公安机关和教育主管部门。", "实验室管理员"),
    Hazard("易制毒化学品储存和领用", "storage", ("drug_precursor",), 2, 4, "酸柜",
           "购买前向公安机关备案，双人收发，领用凭审批单，余量当日收回。",
           "丢失、被盗立即报告公安机关，停止领用并全面盘点。", "实验室管理员"),
    Hazard("学生分组实验用火用酸", "use", (), 3, 3, "学生实验室",
           "实验前讲清操作要点，学生戴护目镜，教师和实验员两人在场，灭火毯、洗眼器随手可取。",
           "立即停止实验、关闭电源和气源，用大量清水冲洗伤处并送医，疏散学生。", "任课教师"),
    Hazard("实验废液收集暂存", "waste", ("drug_precursor", "explosive_precursor"), 2, 3, "废液桶",
           "酸、碱、含重金属废液分桶收集，桶外贴标签，满四分之三即移交有许可证的单位。",
           "少量泄漏用吸附棉围堵收集，人员撤离并通风，报告总务处。", "化学实验员"),
    Hazard("一般危险化学品储存", "storage", ("general",), 2, 3, "药品柜",
           "按性质分柜存放，酒精单独限量存放，每月检查标签和有效期。",
           "初期火情用灭火毯、干粉灭火器扑救，疏散学生并拨打119。", "科学教师"),
    Hazard("药品采购验收", "purchase", (), 1, 3, "准备室",
           "按学期用量计划从有许可的单位采购，两人开箱验收，核对安全技术说明书和标签。",
           "发现破损、渗漏的就地隔离，退回供货单位并登记。", "总务主任"),
)  # fmt: skip
PLACES = ("实验楼一层东侧", "实验楼二层西侧", "科技楼底层北侧", "综合楼三层尽头")
STOCK = {
    "highly_toxic": (),
    "drug_precursor": (("浓盐酸", "升", 20), ("浓硫酸", "升", 16), ("丙酮", "升", 6)),
    "explosive_precursor": (("硝酸钾", "千克", 4), ("过氧化氢溶液", "升", 8), ("高锰酸钾", "千克", 4)),
    "general": (("乙醇", "升", 30), ("氢氧化钠", "千克", 6)),
}
DIFFERENCES = (
    "一种试剂账面与实物不符，系领用后未及时登记，已补记并由两名保管人签字。",
    "药品卡与总账有一处未同步，已按实物更正，并改为每次领用当日登记。",
    "新购试剂验收后未入账，已补办入库手续。",
)
CARRIERS = (
    ("示例清源环保处置有限公司", "SL-WF-0001", "2027-12-31"),
    ("示例绿洲危废处理有限公司", "SL-WF-0002", "2026-06-30"),
)
