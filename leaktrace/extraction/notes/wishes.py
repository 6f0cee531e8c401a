"""What buyers ask for in a note, one wish a line, in the words that people have for it."""

import re
from collections.abc import Iterator

from leaktrace.extraction.notes.wishes_en import PHRASES, WISHES_EN
from leaktrace.extraction.numbers import number_of

__all__ = ["PLAIN_WISHES", "said_wishes"]

_WISHES = """
打电话 打个电话 电话 挂电话 摇电话 拨个电话 微信说 发消息 发信息 知会 喊一声 招呼 来电 联系 致电 拨电话 通知 说一声 吱一声 call calling called ring phone phoned text telephone contact
提前 事先 预先 先 之前 送货前 派送前 配送前 送达前 送到前 上门前 送前 到货前 到前 来前 前先 beforehand before ahead first advance prior
送货 派送 配送 送到 送来 送 再送 派件 派过来 上门 deliver delivery delivered drop bring
门口 门外 家门 门边 房门 door doorstep porch doormat
放在 放到 放 搁 摆勒 摆 丢 撂 搁在 交给 交到 留在 存在 寄存 塞 leave left put place placed set
门卫 保安 门口大爷 看门的 看门 收发室 传达室 岗亭 门房 警卫室 gatehouse guard security gatekeeper
驿站 快递柜 丰巢 代收点 自提柜 菜鸟 locker
前台 物业 大堂 服务台 reception desk concierge lobby doorman
邻居 隔壁 对门 对过 楼下 对家 下头 底下 neighbour neighbor neighbors
门铃 按铃 敲门 敲 拍门 摁铃 摁门铃 揿铃 砸门 叫门 bell buzzer knock doorbell buzz
不要 不走 不发 不打 不按 不敲 不放 不送 不用送 别 勿 不用 莫 甭 唔好 覅 不能 不得 禁止 千万 don't dont not no never without
宝宝 孩子 小孩 婴儿 娃 娃娃 小囡 细路 毛毛 崽 伢 小朋友 baby kid toddler infant
睡觉 困觉 睏觉 瞓觉 眯觉 补觉 觉 午睡 午休 睡 在睡 asleep sleeping sleep nap napping
礼物 送人 送礼 礼品 gift present
生日 birthday
发票 小票 账单 价格单 价格 价签 清单 价钱 receipt invoice price slip bill paperwork
尽快 尽早 快点 快些 赶快 赶紧 抓紧 等着用 急等 急用 着急 加急 赶 早点 早些 急 asap rush urgent urgently quickly hurry soon
周末 周六 周日 星期六 星期天 礼拜天 礼拜六 休息日 双休 weekend weekends saturday sunday
工作日 上班 周一到周五 weekday weekdays office work
晚上 傍晚 下班 夜里 晚点 evening night
早上 上午 早晨 清早 morning
下午 午后 afternoon
中午 noon lunchtime midday
易碎 轻放 轻拿 小心 怕摔 怕碎 怕压 磕 碰 经不得 经不起 别摔 莫摔 别压 易破 当心 仔细 fragile careful carefully gently handle
包装 包好 多包 打包 裹 裹好 缠 垫 塞满 包厚 包严 气泡膜 气泡纸 泡沫 纸箱 wrap wrapped pack packed packaging bubble box boxed
冻 冰袋 冷藏 保鲜 冰 冷链 frozen ice cold freezer chilled
狗 犬 dog puppy
楼梯 电梯 爬楼 楼上 stairs elevator lift upstairs
侧门 后门 小门 北门 南门 东门 西门 gate side back rear
贺卡 卡片 祝福 写上 写个 card message greeting write
刻字 刻 名字 首字母 印字 印上 绣字 两个字 几个字 刻上 engrave engraved engraving initials name monogram
签收 本人 签字 代签 签名 签 sign signature signed
推迟 晚点发 晚几天 过几天 出差 等几天 延后 不在家 暂缓 hold wait later away vacation delay
老人 老年人 老人家 老妈 老爸 老娘 老太太 老爷子 老头 妈妈 奶奶 爷爷 老人家 父母 母亲 爸爸 elderly mother grandma mom mum dad father parents
密码 门禁 code key keypad passcode
车库 棚子 长椅 信箱 奶箱 水表箱 电表箱 消防栓 garage shed bench bin mailbox bush pot planter
挑 选 新鲜 大一点 大个 甜 好的 pick fresh ripe choose sweet
过敏 allergic allergy allergies
辣 微辣 少辣 spicy mild spice
多送 多给 赠品 赠送 送点 extra spare freebie
保密 隐私 别写 不写 匿名 plain discreet discreetly unmarked secret surprise
灰尘 味道 散味 气味 smell dust
安装 装好 组装 install assemble assembly fit
颜色 花色 红色 蓝色 黑色 白色 color colour red blue black white
尺码 大一码 小一码 码数 size
顺丰 京东 邮政 圆通 中通 韵达 ups fedex usps dhl
一起 合并 同一个 一并 together same combine combined
分开 单独 另外 另包 单包 各包 别混 separately separate
慢 慢点 慢些 说慢 讲慢 慢慢 slowly slow
大声 声音大 嗓门 耳背 耳聋 听不见 听力 loud loudly lean deaf hearing shout louder
超市 小卖部 小卖店 小店 便利店 杂货店 店里 商店 shop store kiosk corner
代收 帮收 代取 帮忙收 collect accept
台阶 栏杆 围墙 墙边 墙角 篱笆 fence wall step railing steps
蓝色门 红色门 门牌 招牌 blue red green painted
冰箱 放冰箱 fridge refrigerate
轻轻 轻点 轻手 轻一点 轻些 小声 用劲 用力 大力 quietly quiet softly
车 停车 停车位 parking car park van carport
院子 天井 阳台 花园 yard garden patio terrace balcony
无人 没人 家中无人 不在家 nobody out absent
身份证 验证 验货 开箱 检查 当面 inspect check open
左手 左边 左侧 left-hand
右手 右边 右侧 right
二维码 扫码 code scan
上次 上回 前次 上一次 头回 头一回 前一回
上楼 送上楼 搬上楼 背上楼 扛上楼 抬上楼 搬上去 背上去 扛上去 送上去 抬上去
村口 村头 村里 寨子口 屯口 路口
鞋柜 鞋架 鞋箱 鞋架子
负一 负二 负一楼 负二楼 地库 地下室 地下车库 地下
独居 一个人住 自己住 单独住 独自
开学 上学 学校
"""
_BY_WORD = {
    word: number
    for number, line in enumerate(_WISHES.strip().splitlines(), 1)
    for word in line.split()
}
for _row in WISHES_EN:
    _number = _BY_WORD.get(_row[0], max(_BY_WORD.values()) + 1)
    _BY_WORD.update({word.removeprefix("+"): _number for word in _row})
PLAIN_WISHES = frozenset(
    _BY_WORD[word] for word in ("leave", "behind", "not", "before", "delivery", "box", "side")
)
"""Wishes that many notes have: alone they tell none of them."""
_HOURS = 1000
"""An hour is a wish of its own."""
_CHINESE = "|".join(sorted((w for w in _BY_WORD if not w.isascii()), key=len, reverse=True))
_ENGLISH = "|".join(
    re.escape(word) for word in sorted(filter(str.isascii, _BY_WORD), key=len, reverse=True)
)
_SAID = re.compile(
    rf"{_CHINESE}|(?<![a-z'])(?:(?P<without>{PHRASES})|{_ENGLISH})(?![a-z'])|(?P<hour>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,2}})点"
)


def said_wishes(folded: str) -> Iterator[tuple[int, int, int]]:
    """The numbers of the wishes that a text has words for, and where those stand."""
    for match in _SAID.finditer(folded):
        said = "without" if match["without"] else match.group()
        yield _BY_WORD.get(said) or _HOURS + (number_of(match["hour"] or "") or 0), *match.span()
