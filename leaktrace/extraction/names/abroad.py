"""Surnames in the letters of Singapore, Malaysia, Hong Kong and Taiwan: Mr Koh for 许, Puan Chen, CHUNG W. H."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.pool import NameSearch
from leaktrace.extraction.names.surnames import sounds

__all__ = ["find_abroad"]

_ROMANISED = """
陈 tan chan chin chen tang dan | 林 lim lam lin lum liem | 黄 ng wong oei huang ooi wee hwang bong | 李 lee li lei lie | 王 ong wong wang heng bong
张 teo teoh chong cheung chang tiong zhang cheong tio | 吴 goh ng wu ngo gouw | 刘 lau liew low liu lew lao liao | 蔡 chua choy tsai choi cai chuah chai tjhai
杨 yeo yong yeung young yang yeoh eow ieong | 许 koh hsu hui khor xu khoh kho hee | 郑 tay teh cheng chang zheng tee the jeng | 谢 chia cheah hsieh tse xie seah chea tze sia
郭 quek kwok kuo kok guo kueh kwek keh kuok | 洪 ang hung hong | 曾 chan tsang chen tseng zeng chang tzeng cheng | 周 chew chow chou zhou chau chiu jew | 叶 yap yip ip yeh ye yapp eap
钟 cheong chung chong zhong choong cheng | 何 ho hoh he hor | 罗 loh law lo luo low lor | 沈 sim shum shen sum sham | 梁 leong leung liang neo nio leang | 徐 chee tsui hsu xu chui choo chooi swee
邓 tang teng deng thang | 冯 foong fung feng fong phang pang fang | 邱 khoo yau chiu qiu khu hew yew hiew | 丘 khoo yau chiu qiu hew yew | 苏 soh so su soo saw sou | 赵 chew chiu chao teo zhao chio teoh jew
卢 loh lo lu low loo lou | 吕 loo lui lu leow lv lyu | 潘 phua poon pan phoon pun | 余 yee yu yue eu yii ee er | 胡 oh wu hu foo oo woo aw | 颜 gan ngan yen yan | 温 woon wan wen oon boon un
萧 siow seow siu hsiao xiao siew seow siaw | 肖 siow siu xiao siew | 庄 chng chong chuang zhuang cheng ching | 侯 how hau hou hoo kow | 方 png fong fang pung hong pong | 高 ko kou kao gao koh kow
朱 choo chu zhu chee choe jee | 戴 tai tay dai te | 傅 poh foo fu pho | 江 kang kong chiang jiang kiang | 汤 thong tong tang thng | 丁 ting ding teng | 孙 soon suen sun sng sen | 马 mah ma beh mar bay
彭 phang pang peng phng bang | 魏 gwee ngai wei nguy goei wee | 唐 tong tang tng thong | 范 fan huam van | 石 shek sek shih shi siok chioh | 薛 sit see hsueh xue thi shuet | 施 see shih shi si sze sy
姚 yeo yiu yao yew | 关 kwan guan kuan | 简 kan chien jian kang | 连 lian lien lin | 游 yew yau yu you eu | 纪 kee chi ji kei | 柯 kua ko qua ke or quah ong | 符 foo fu hoo | 韩 han hon hang | 云 hun yun wan woon
欧 au ow ou aw | 董 tung tong dong tang | 龚 kong kung gong kiong | 龙 loong lung long leng | 雷 looi lui lei louie | 廖 liew liu liao leow liau leo | 甘 kam kan gan kum | 古 koo ku gu kok | 顾 koo ku gu
贝 pui pei bei | 詹 chiam cheam tsim chan zhan | 严 yim yen yan giam ngiam | 凌 ling leng | 程 ching cheng | 夏 ha hsia xia hah | 曹 cho tsao cao chow chou | 袁 yuen yuan yoon | 姜 keong chiang jiang keung | 宋 soong sung song soon
田 tin tien tian | 杜 toh to tu du dou | 伍 ng wu goh | 巫 mok wu boo moo | 骆 lok lo luo loke | 池 tee chee chih chi | 邹 chow tsou zou chau | 章 cheong chang zhang | 柳 liew lau liu leow | 白 peh pak pai bai pek
卓 toh cheuk cho zhuo tok | 尤 yew yau yu you ewe | 翁 ang yung weng eng ong yong | 蓝 lam lan nah | 莫 mok mo mock boh | 容 yung yong rong | 谭 tam tan tham | 植 chik | 阮 yuen juan ruan nguyen wan
辜 koh ku gu | 涂 thoo tu too thor | 赖 lai loy nai | 饶 ngiau yiu jao rao | 俞 yu yue | 岑 sam shum sum cen | 史 see shih shi sze | 倪 ngai ni gay | 管 koon kuan guan | 幸 heng hang xing | 邢 heng hsing xing
"""
_LETTERS = {
    row.split()[0]: frozenset(row.split()[1:])
    for line in _ROMANISED.strip().splitlines()
    for row in line.split("|")
}
"""Surname to the ways in which families write it who speak Hokkien, Cantonese, Hakka, or learned other letters."""
_TITLED = re.compile(
    r"(?<![a-z])(?P<title>mrs?|ms|miss|mdm|madam|puan|encik|cik|tuan|datuk|datin|auntie|aunty|uncle|boss|sir|dr)\.?\s?(?P<before>[a-z]{2,7})(?![a-z@.\d])"
    r"|(?<![a-z@.\d])(?P<behind>[a-z]{2,7})\s?(?=先生|小姐|女士|太太|阿姨|师傅|老师|叔|姐|哥|生(?![\u4e00-\u9fff]))"
    r"|(?<![a-z@.\d])(?P<initials>[a-z]{2,7})[,\s]{1,2}[a-z]\.?[\s-]?[a-z](?:\.|(?![a-z\d]))"
)
"""What stands beside a surname in letters."""


def find_abroad(search: NameSearch) -> None:
    """Surnames of the pool that are written as their families write them."""
    text = search.reading.text
    for match in _TITLED.finditer(text):
        group = match.lastgroup or "before"
        group = group if group != "title" else "before"
        said = match[group]
        alike = [one for one in sorted(search.known.surnames) if said in _written(one)]
        start = match.start("title") if group == "before" else match.start(group)
        end = match.end()
        taken = [hit.span for hit in search.found if hit.span is not None]
        if not alike or any(left < end and start < right for left, right in taken):
            continue
        value = alike[0] if len(alike) == 1 else said
        wrong = search.known.surname not in alike
        search.found.append(
            Detail(Field.NAME, value, (start, end), Strength.FUZZY, wrong, rule="abroad")
        )


def _written(surname: str) -> frozenset[str]:
    """A surname in letters, in pinyin too."""
    pinyin = sounds(surname) if len(surname) == 1 else frozenset[str]()
    return _LETTERS.get(surname, frozenset()) | pinyin
