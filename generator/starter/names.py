"""Names that nobody bears: counties, schools and persons of the sample city.

A county's name begins with a heavenly stem (甲禾县), a person's given name with 例 (陈例安): readers see
at once that they are examples. Ids of units are their names in pinyin or numbers; ids of persons
are plain numbers, since an address must not give away who has not agreed to be named.
"""

from __future__ import annotations

from itertools import product
from random import Random

from .chance import shuffled

STEMS = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")
STEM_CHARACTERS = "甲乙丙丁戊己庚辛壬癸"
FEATURES = (
    ("he", "禾县"), ("xi", "溪县"), ("ling", "岭区"), ("qiao", "桥县"), ("chuan", "川县"), ("tang", "塘县"),
    ("wan", "湾区"), ("ping", "坪县"), ("feng", "枫县"), ("yuan", "原县"), ("quan", "泉区"),
)  # fmt: skip

PLACES_FIRST = "青白云石松柳杏竹荷梅桐枫芦槐桂兰沙铜银锦清双长高"
PLACES_SECOND = "湾坪坝岭桥滩溪塘坡沟垭渡台泉林田河山"
NUMERALS = "一二三四五六七八九十"

CLUSTERS = ("城区", "河东", "河西", "南坪", "北山", "东岭", "西坝", "新区", "沿江", "上游", "下游", "中坝")

SUFFIXES = {
    "primary": "小学",
    "junior": "初级中学",
    "nine_year": "学校",
    "senior": "高级中学",
    "complete": "中学",
    "vocational": "职业技术学校",
    "special": "特殊教育学校",
}

SURNAMES = "陈林周吴郑黄徐孙马朱胡郭何高罗梁宋唐韩冯于董萧程沈陆叶任"
GIVEN = "安恒明悦文清博华宁睿洁涛岚凯敏扬舒君欣平"


def numeral(number: int) -> str:
    """A small number in Chinese: 3 is 三, 12 is 十二, 20 is 二十."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else numeral(tens) + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def county_names(count: int) -> list[tuple[str, str]]:
    """(id, name) of invented counties: 甲禾县, 乙溪县, 丙岭区 and so on, up to 110 different ones."""
    names = []
    for index in range(count):
        stem = index % len(STEMS)
        pinyin, feature = FEATURES[(index + 3 * (index // len(STEMS))) % len(FEATURES)]
        names.append((STEMS[stem] + pinyin, STEM_CHARACTERS[stem] + feature))
    return names


def cluster_name(index: int) -> str:
    """The name of a county's school cluster, such as 河东学区."""
    rounds, place = divmod(index, len(CLUSTERS))
    return f"{CLUSTERS[place]}{f'第{numeral(rounds + 1)}' if rounds else ''}学区"


class SchoolNames:
    """Names for the schools of one county, none twice."""

    def __init__(self, county: str, chance: Random) -> None:
        self.county = county
        self.places = shuffled([a + b for a, b in product(PLACES_FIRST, PLACES_SECOND)], chance)
        self.used = 0

    def next(self, stage: str) -> tuple[str, str]:
        """(full name, short name) of one more school."""
        rounds, place = divmod(self.used, len(self.places))
        self.used += 1
        nth = f"第{numeral(rounds + 1)}" if rounds else ""
        short = f"{self.places[place]}{nth}{SUFFIXES[stage]}"
        return f"{self.county}{short}", short


def person_names(count: int, chance: Random) -> list[str]:
    """Names of invented persons, all with 例 as generation character and none twice.

    Beyond 560 persons a second given character is added.
    """
    names = shuffled([f"{surname}例{given}" for surname, given in product(SURNAMES, GIVEN)], chance)
    while len(names) < count:
        longer = [name + given for name, given in product(names[:2000], GIVEN)]
        names += shuffled(longer, chance)
    return names[:count]
