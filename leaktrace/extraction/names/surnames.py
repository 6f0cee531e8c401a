"""Chinese surnames and forms of address, and how a name sounds."""

import re
from functools import lru_cache

__all__ = [
    "COMPOUND",
    "RARE",
    "SURNAMES",
    "ZH_TITLES",
    "near_sounds",
    "sounds",
    "split_name",
]

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车肖闫冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺云储麦逄粟寇闻佘仝阙牧籍茅缪苌訾邰贠缑昝阚郄晁乜亓亢仉仵伊佀佴凃卿厍夔宓宦尉嵇巢帅庹庾忻恽戈戎扈昌暨桓楼殳浦湛滑濮狄琚璩眭睢睦禚笪羿芮茹荀莘蒯虢裘谯贲逯邝邴郇郈郏郐郗郤郦郧郯鄂鄞酆钊钭钮隗雍韶骆鹿麻肇漆漕嬴妫幺"
)
RARE = frozenset(
    "付从公养别么权益水洗满支步容完尚干束毋那红续危师索繁丰农咸宣惠慎慕怀扶折撒於暴朴杭照福弥初尧展由黑法化玉"
)
"""Surnames that are words of ordinary talk too: they count where a form of address follows."""
_COMPOUND_TEXT = """
欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 宇文 长孙 南宫 端木 轩辕 澹台 公冶 宗政
濮阳 淳于 单于 申屠 赫连 钟离 鲜于 闾丘 司空 司寇 颛孙 巫马 漆雕 乐正 拓跋 呼延 东郭 梁丘 左丘 西门
百里 纳兰 完颜 独孤 公羊 太史
"""
COMPOUND = frozenset(_COMPOUND_TEXT.split())
_TITLES_TEXT = """
大妹子 大兄弟 小姐姐 小哥哥 老爷子 老太太 老人家 老师傅 老大哥 老大姐 先生 女士 小姐 太太 老师 同学
阿姨 老板 大哥 大姐 师傅 孃孃 嬢嬢 叔叔 大叔 大爷 大妈 美女 帅哥 大姨 大伯 大婶 大嫂 大娘 奶奶 婆婆
兄弟 老弟 同志 靓女 靓仔 女仕 先森 夫人 阿叔 阿伯 阿婆 阿公 阿婶 阿嫂 阿姐 阿哥 伯伯 伯母 伯父 爷爷
婶婶 婶子 婶儿 嫂子 嫂嫂 姐姐 哥哥 妹妹 妹子 弟弟 老哥 老兄 姑娘 小妹 小弟 同學 娘娘 伯娘 大佬 师父
外婆 外公 姥姥 姥爷 姑姑 姑妈 舅舅 舅妈 姨妈 姨娘 爹爹 爸爸 师奶 师娘 师母 幺妹 妹儿 细妹 老妹 阿妹 阿弟
阿爷 阿奶 阿妈 阿爸 二姐 二哥 三姐 三哥 四姐 二嬢 幺嬢 大嬢 大舅 大姑 二姨 三姨 小姨 二叔 三叔 二婶 三婶 老伯
叔公 伯公 姨婆 叔婆 老太 老爹 爷叔 姆妈 婶娘 老板娘 老姐 掌柜
老师儿 老先生 老阿姨 小阿姨 小兄弟 小伙子 小妹妹 小弟弟 大侄子 大侄女 妹坨 满哥 娭毑 伯爷 嫲嫲 老表 哥子 妹妹儿 阿嬷 男士 女史 老铁
姨姨 舅妈 舅母 婶娘 姑父 姑爹 姨夫 姨父 老姨 老叔 老婶 老舅 老姑 三嫂 二嫂 四哥 五哥 三婶 大姑 大舅 大伯子 太婆 阿太 大妈妈
妈妈 某某 总 姐 哥 叔 姨 嫂 婶 伯 兄 某
"""
ZH_TITLES = tuple(_TITLES_TEXT.split())
"""How people are addressed, longer words first."""


_AS_SURNAME = {
    "贠": {"yun"}, "郄": {"qie", "xi", "que"}, "逄": {"pang"}, "晁": {"chao"}, "尉": {"wei", "yu"},
    "员": {"yun"}, "盖": {"ge"}, "召": {"shao"}, "折": {"she"}, "黑": {"he"}, "种": {"chong"},
    "乐": {"yue", "le"}, "覃": {"qin", "tan"}, "隗": {"wei", "kui"}, "阚": {"kan"}, "厍": {"she"},
    "令": {"ling"}, "长": {"zhang"}, "万": {"wan", "mo"}, "训": {"xun"}, "祭": {"zhai", "ji"},
}  # fmt: skip
"""How some surnames are read, where the dictionary has them otherwise."""


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name."""
    cut = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:cut], name[cut:]


@lru_cache(maxsize=32768)
def sounds(char: str) -> frozenset[str]:
    """The syllables that a character may be read as, without tones; those of surnames too."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a large dictionary, not needed by every command

    heard = {s.replace("ü", "v") for s in pinyin(char, style=Style.NORMAL, heteronym=True)[0]}
    return frozenset(heard | _AS_SURNAME.get(char, set()))


@lru_cache(maxsize=32768)
def near_sounds(char: str) -> frozenset[str]:
    """The syllables of a character as they are heard where n and ng, l and n, f and h, s and sh are one."""
    return frozenset(map(_near, sounds(char)))


def _near(syllable: str) -> str:
    """What recognition and southern speakers do not tell apart."""
    syllable = re.sub(r"(?<=[aei])ng$", "n", syllable)
    syllable = re.sub(r"^([zcs])h", r"\1", syllable)
    syllable = re.sub(r"^l", "n", syllable)
    return re.sub(r"^hu(?=an$)", "f", syllable).replace("fu", "hu")
