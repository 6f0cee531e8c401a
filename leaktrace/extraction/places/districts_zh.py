"""Districts of large Chinese cities, of which a caller may name another than the buyer's."""

import re
from functools import lru_cache

__all__ = ["district_pattern"]

_DISTRICTS = """
北京 东城 西城 朝阳 海淀 丰台 石景山 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆
天津 和平 河东 河西 南开 河北 红桥 东丽 西青 津南 北辰 武清 宝坻 滨海新 宁河 静海 蓟州
上海 黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东新 金山 松江 青浦 奉贤 崇明
重庆 渝中 大渡口 江北 沙坪坝 九龙坡 南岸 北碚 渝北 巴南 万州 涪陵 綦江 大足 黔江 长寿 江津 合川 永川 南川 璧山 铜梁 潼南 荣昌 开州
石家庄 长安 桥西 新华 裕华 藁城 鹿泉 栾城
太原 小店 迎泽 杏花岭 尖草坪 万柏林 晋源
呼和浩特 新城 回民 玉泉 赛罕
沈阳 和平 沈河 大东 皇姑 铁西 苏家屯 浑南 沈北新 于洪
大连 中山 西岗 沙河口 甘井子 旅顺口 金州
长春 南关 宽城 朝阳 二道 绿园 双阳
哈尔滨 道里 南岗 道外 平房 松北 香坊 呼兰
南京 玄武 秦淮 建邺 鼓楼 浦口 栖霞 雨花台 江宁 六合 溧水 高淳
无锡 梁溪 锡山 惠山 滨湖 新吴
徐州 鼓楼 云龙 贾汪 泉山 铜山
苏州 虎丘 吴中 相城 姑苏 吴江
常州 天宁 钟楼 新北 武进 金坛
南通 崇川 通州 海门
扬州 广陵 邗江 江都
杭州 上城 拱墅 西湖 滨江 萧山 余杭 临平 钱塘 富阳 临安
宁波 海曙 江北 北仑 镇海 鄞州 奉化
温州 鹿城 龙湾 瓯海 洞头
嘉兴 南湖 秀洲
绍兴 越城 柯桥 上虞
金华 婺城 金东
合肥 瑶海 庐阳 蜀山 包河
芜湖 镜湖 弋江 鸠江 湾沚
福州 鼓楼 台江 仓山 马尾 晋安 长乐
厦门 思明 海沧 湖里 集美 同安 翔安
泉州 鲤城 丰泽 洛江 泉港
南昌 东湖 西湖 青云谱 青山湖 新建 红谷滩
济南 历下 市中 槐荫 天桥 历城 长清 章丘 济阳 莱芜 钢城
青岛 市南 市北 黄岛 崂山 李沧 城阳 即墨
烟台 芝罘 福山 牟平 莱山
潍坊 潍城 寒亭 坊子 奎文
临沂 兰山 罗庄 河东
郑州 中原 二七 管城 金水 上街 惠济
洛阳 老城 西工 瀍河 涧西 洛龙
武汉 江岸 江汉 硚口 汉阳 武昌 青山 洪山 东西湖 汉南 蔡甸 江夏 黄陂 新洲
长沙 芙蓉 天心 岳麓 开福 雨花 望城
株洲 荷塘 芦淞 石峰 天元
广州 荔湾 越秀 海珠 天河 白云 黄埔 番禺 花都 南沙 从化 增城
深圳 罗湖 福田 南山 宝安 龙岗 盐田 龙华 坪山 光明
佛山 禅城 南海 顺德 三水 高明
珠海 香洲 斗门 金湾
南宁 兴宁 青秀 江南 西乡塘 良庆 邕宁 武鸣
柳州 城中 鱼峰 柳南 柳北 柳江
桂林 秀峰 叠彩 象山 七星 雁山 临桂
海口 秀英 龙华 琼山 美兰
成都 锦江 青羊 金牛 武侯 成华 龙泉驿 青白江 新都 温江 双流 郫都 新津
绵阳 涪城 游仙 安州
贵阳 南明 云岩 花溪 乌当 白云 观山湖
昆明 五华 盘龙 官渡 西山 东川 呈贡 晋宁
西安 新城 碑林 莲湖 灞桥 未央 雁塔 阎良 临潼 长安 高陵 鄠邑
兰州 城关 七里河 西固 安宁 红古
西宁 城东 城中 城西 城北 湟中
银川 兴庆 西夏 金凤
乌鲁木齐 天山 沙依巴克 新市 水磨沟 头屯河 达坂城 米东
"""
_OF_CITY = {
    words[0]: words[1:] for words in (line.split() for line in _DISTRICTS.strip().splitlines())
}


@lru_cache(maxsize=1024)
def district_pattern(city: str, own: str) -> re.Pattern[str] | None:
    """The other districts of a city; None if there are none, or the city is not known.

    Args:
        city: as the order has it, 天津市.
        own: the order's district, which is not among them.
    """
    others = [
        name for name in _OF_CITY.get(city.removesuffix("市"), ()) if not own.startswith(name)
    ]
    if not others:
        return None
    names = "|".join(sorted(others, key=len, reverse=True))
    return re.compile(rf"(?P<name>{names})(?P<end>区)?(?![\u4e00-\u9fff]?(?:路|街|大道|镇|村))")
