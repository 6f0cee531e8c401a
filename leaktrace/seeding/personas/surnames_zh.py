"""Chinese surnames and their shares.

Sources: the twenty commonest and their shares are those of the census of 2010 (National Bureau of
Statistics, published 25 June 2014). Order of the others, the share of the first hundred (85.9 %), of the
first five (30.8 %) and the numbers of 万 (rank 91, 2.75 million of 1.4 billion) and of 欧阳 (1.112 million)
are those of the reports on names of 2019 and 2020 of the Ministry of Public Security. Between these points
the shares are interpolated. Surnames that are common words of order texts (付, 代) or make a name
ambiguous (欧 beside 欧阳) are left out, and so are seven whose second readings would make too many
surnames sound alike (方, 祝, 舒, 宁, 谷, 涂, 尚).
"""

from math import log

from leaktrace.seeding.personas.words import words

__all__ = ["ALIKE", "COMPOUND", "surname_shares"]

_CENSUS = {
    "王": 7.10, "李": 6.96, "张": 6.42, "刘": 5.16, "陈": 4.26, "杨": 2.97, "黄": 2.16, "赵": 2.03,
    "周": 1.88, "吴": 1.78, "徐": 1.43, "孙": 1.39, "马": 1.34, "胡": 1.16, "朱": 1.14, "郭": 1.09,
    "何": 1.05, "罗": 1.00, "高": 0.97, "林": 0.96,
}  # fmt: skip
_RANKED = (
    "郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏邹熊白孟"
    "秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_RARER = (
    "康文温牛赖洪葛施邢安樊齐乔易庞倪伍鲁聂章岳颜殷翟申耿庄左焦兰关俞柳甘包毕曲梅童阮纪季苗裴"
    "凌霍盛詹冉路辛靳柯蓝柴翁祁鲍喻游晏席卫蒙屈饶艾尤穆司车卓窦娄古宫戚费冷卜边瞿桂沙臧闵岑楚"
)
_FIRST_RANK, _WAN_RANK, _WAN = 21, 91, 0.196
_LAST = 0.03
_OUYANG = 0.08

COMPOUND = ("欧阳",)
"""Surnames of two characters."""

ALIKE = words("""
洪汪王俞喻余于许卫朱魏杜韦胡徐 李黎 张章 尤游柳刘陆鲁罗路卢 陈沈秦文温晏尹谭颜严覃闫申殷 吴武伍 林任 郑丁
谢叶 贺霍何沙 蒋姜江 卜白潘樊范 董童钟 唐汤 詹冉史石施郝易艾 韩甘 庄彭庞 袁阮 姚陶 顾古贾夏 程盛
金靳 万莫穆 孟蒙 季纪齐瞿戚车祁屈曲 龚宫 邢耿 倪聂 乔焦 翟柴司 兰蓝 包鲍 裴费 凌冷
""")
"""Surnames with a reading in common stand near one another here: a tenth of all people apart none has one."""


def surname_shares() -> dict[str, float]:
    """Surname to its share of the population in per cent, the commonest first."""
    shares = dict(_CENSUS)
    for number, name in enumerate(_RANKED):
        shares[name] = _between(_FIRST_RANK + number, (_FIRST_RANK, 0.94), (_WAN_RANK, _WAN))
    first = _FIRST_RANK + len(_RANKED)
    start = shares[_RANKED[-1]] * 0.97
    for number, name in enumerate(_RARER):
        shares[name] = _between(first + number, (first, start), (first + len(_RARER), _LAST))
    return shares | dict.fromkeys(COMPOUND, _OUYANG)


def _between(rank: float, one: tuple[float, float], other: tuple[float, float]) -> float:
    """The share of a rank: half way, in logarithms, between a power law and an exponential fall."""
    power = (rank / one[0]) ** (log(other[1] / one[1]) / log(other[0] / one[0]))
    steep = (other[1] / one[1]) ** ((rank - one[0]) / (other[0] - one[0]))
    return float(one[1] * (power * steep) ** 0.5)
