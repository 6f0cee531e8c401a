"""Chinese surnames and forms of address, and how a name sounds."""

from functools import lru_cache

__all__ = ["COMPOUND", "SURNAMES", "ZH_TITLES", "romanised", "sounds", "split_name"]

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车肖闫冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺云储麦逄粟寇闻佘仝阙牧籍茅缪苌訾邰"
)
COMPOUND = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "宇文",
        "长孙",
        "南宫",
        "端木",
        "轩辕",
    )
)
ZH_TITLES = (
    "先生",
    "女士",
    "小姐",
    "太太",
    "老师",
    "同学",
    "阿姨",
    "老板",
    "大哥",
    "大姐",
    "师傅",
    "孃孃",
    "嬢嬢",
    "叔叔",
    "大叔",
    "大爷",
    "大妈",
    "美女",
    "帅哥",
    "大姨",
    "大伯",
    "大婶",
    "大嫂",
    "大娘",
    "奶奶",
    "婆婆",
    "兄弟",
    "老弟",
    "同志",
    "靓女",
    "靓仔",
    "总",
    "姐",
    "哥",
    "叔",
    "姨",
    "嫂",
    "婶",
    "伯",
    "兄",
    "某某",
    "某",
)


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name."""
    cut = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:cut], name[cut:]


@lru_cache(maxsize=32768)
def sounds(char: str) -> frozenset[str]:
    """The syllables that a character may be read as, without tones; near finals count as one."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a large dictionary, not needed by every command

    return frozenset(
        _near(syllable) for syllable in pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    )


def _near(syllable: str) -> str:
    """What recognition and southern speakers do not tell apart: -ng and -n after i and e."""
    return syllable.replace("ü", "v")


def romanised(name: str) -> tuple[str, str]:
    """Surname and given name in pinyin: ``("huang", "wenjun")``."""
    surname, given = split_name(name)
    return _pinyin(surname), _pinyin(given)


@lru_cache(maxsize=32768)
def _pinyin(part: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as above

    return "".join(lazy_pinyin(part))
