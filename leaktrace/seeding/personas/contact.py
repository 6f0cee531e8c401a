"""Nicks and mailboxes that fit a person."""

import unicodedata
from collections.abc import Sequence

from leaktrace.seeding.personas.persona import Sex
from leaktrace.seeding.personas.sounds_zh import spelt
from leaktrace.seeding.personas.words import words

__all__ = ["mailbox", "nick", "plain"]

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that one takes for another when reading out: i, l, o, 0 and 1."""
_SIGN_OF = bytes(ord(_SIGNS[byte % len(_SIGNS)]) for byte in range(256))
_LETTER_OF = bytes(ord(_LETTERS[byte % len(_LETTERS)]) for byte in range(256))
"""So often there is a letter that no run of digits could be a telephone number."""
_HEAD = 40

_YOUNG_HEADS = words("""
安静的 温柔的 可爱的 懒懒的 微凉的 迷路的 贪吃的 早起的 爱笑的 慢半拍的 想睡觉的 不加糖的 会飞的
奔跑的 晒太阳的 云朵上的 橘子味的 半夏 南风 北岛 星河 晚风 盐系 海盐 薄荷 青柠 白桃 奶油 抹茶
初夏 深秋 冬日 橙色 蓝色 月下 林间 山间
""")
_YOUNG_TAILS = words("""
小鹿 兔子 猫咪 柴犬 团子 汽水 布丁 芒果 西瓜 柠檬茶 棉花糖 小饼干 向日葵 满天星 风铃 云朵 星星
鲸鱼 企鹅 刺猬 松鼠 海豚 泡芙 糯米 豆包 汤圆 信箱 便利店 小火车 拾光 清欢 听雨 未眠 知秋 如故
""")
_OLD_HEADS = words("""
平安 快乐 幸福 健康 知足 随缘 宁静 淡泊 阳光 春风 秋月 高山 大海 青松 翠竹 荷塘 老街 家和 岁月
人生 心宽 从容 云淡 花开 日出 江南 北国 草原 雨后 晚霞
""")
_OLD_TAILS = words("""
是福 人家 常在 如歌 流水 明月 彩虹 万事兴 静好 风轻 富贵 有约 相伴 自在 满园 长青 闲人 茶香
老友 使者 行者 之家 时光 安好
""")
_MAN_TAILS = words("""
老师傅 大叔 骑士 球迷 车手 钓鱼佬 不熬夜 爱健身 去爬山 玩模型
""")
_AFTER_NAME = words("""
呀 哒 酱 同学 今天也很好 爱吃辣 在路上 的小店 不迟到 慢慢来
""")
_EN_WORDS = words("""
sunny lucky quiet crafty happy simply little always mostly coastal urban rainy golden velvet copper
maple willow cedar river meadow harbor pepper biscuit marble cobalt hazel ember indigo
""")
_EN_THINGS = words("""
fox otter wren finch badger heron robin acorn pebble teapot kettle bicycle garden kitchen reader
runner baker knitter gamer hiker shopper traveller camper diver sailor drummer
""")
_HANZI = ("zh_CN",)


def nick(bits: Sequence[int], given: str, sex: Sex, birth_year: int, locale: str) -> str:
    """A nick that somebody might choose.

    Args:
        bits: two random numbers.
        given: its given name, as it is written; in ASCII letters but for zh_CN.
        sex: its sex.
        birth_year: which styles fit.
        locale: which words.
    """
    style, word = bits[0] % 10, bits[1]
    if locale not in _HANZI:
        return _latin_nick(word, style, given, birth_year)
    if style == 3 and sex is Sex.FEMALE and 1975 <= birth_year < 1998:
        return _pick(word, _CHILDREN) + "妈妈"
    if birth_year >= 1975 and style < 3:
        called = given if len(given) > 1 else f"小{given}"
        return (
            called + _pick(word, _AFTER_NAME) if style else f"{spelt(given)}{birth_year % 100:02}"
        )
    heads, tails = _YOUNG_HEADS, _YOUNG_TAILS
    if birth_year < 1975 and style < 7:
        heads, tails = _OLD_HEADS, _OLD_TAILS
    elif style < 6 and sex is Sex.MALE:
        heads, tails = _YOUNG_HEADS[16:], _MAN_TAILS
    return _pick(word, heads) + _pick(word >> 20, tails)


_CHILDREN = words("""
豆豆 果果 糖糖 朵朵 乐乐 米粒 皮皮 嘟嘟 可可 辰辰 轩轩 萌萌 安安 小宝 大宝 依依 涵涵 悠悠
""")


def _latin_nick(word: int, style: int, given: str, birth_year: int) -> str:
    first = given.split(maxsplit=1)[0]
    if style < 3:
        return f"{first}_{_pick(word, _EN_THINGS)}"
    if style < 5:
        return f"{_pick(word, _EN_WORDS)}{first}{birth_year % 100:02}"
    return f"{_pick(word, _EN_WORDS)}_{_pick(word >> 20, _EN_THINGS)}{(word >> 40) % 90 + 10}"


def mailbox(bits: bytes, name: tuple[str, str], birth_year: int) -> str:
    """A local part: what a person would take, and ten random signs (48 bits), which nobody guesses.

    Args:
        bits: 11 random bytes or more.
        name: surname and given name, spelt in ASCII letters.
        birth_year: may be hinted at with two digits.
    """
    family, given = name
    match bits[10] % 6:
        case 0:
            head = f"{family}{given}"
        case 1:
            head = f"{given}.{family}"
        case 2:
            head = f"{given}{birth_year % 100:02}"
        case 3:
            head = f"{given[:1]}{family}"
        case 4:
            head = f"{family}_{given}"
        case _:
            head = f"{given}.{family[:1]}"
    sign, letter = bits[:10].translate(_SIGN_OF), bits[:10].translate(_LETTER_OF)
    tail = letter[:1] + sign[1:4] + letter[4:5] + sign[5:7] + letter[7:8] + sign[8:10]
    return f"{head[:_HEAD].strip('._')}.{tail.decode()}"


def plain(text: str) -> str:
    """A name in ASCII letters, as it stands in a mailbox: ``José`` is ``jose``, ``Müller`` is ``mueller``."""
    spelled = text.lower().translate(_GERMAN)
    parted = unicodedata.normalize("NFD", spelled)
    return "".join(char for char in parted if "a" <= char <= "z")


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _pick(word: int, values: list[str]) -> str:
    return values[word % 1_000_003 % len(values)]
