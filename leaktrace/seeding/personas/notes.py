"""Delivery notes as buyers write them: how to pack and where to put the parcel, and what else to mind.

Put together by us, after what shops and couriers offer as examples. A caller who says half of a note is
understood, so no two notes of a pool may have much in common: every request and every remark is used once.

A courier may do what a note says. So none sends a parcel to neighbours or shops, shows a way, names a
carrier or asks for a call: whatever is planted, nobody else is bothered.
"""

from leaktrace.seeding.personas.words import words

__all__ = ["NOTES"]

_ZH_REQUESTS = words("""
放鞋柜里 放花盆后面 放消防栓上头 放水表间 搁电表箱 压在脚垫底下 丢奶箱就行 存丰巢 送菜鸟驿站 交物业前台 给门卫
挂门把手上 塞信箱 放快递架第二层 放自提点 靠墙根立着 放楼梯拐角 放收纳箱 放雨伞架边 交收发室 放窗台 放门口
放台阶 放铁门内侧 放塑料凳上 放公司前台 搁电梯口右手边 多包一层泡沫 外箱别写品名 用黑色袋子装 不要发票 要开收据
送礼用别放价签 麻烦写张贺卡 缺货请换同款 缺色随机发 一次送完 分开包装 合并寄出 赠品给红的 少放冰袋 多给几包试用装
易碎轻拿轻放 不要暴力分拣 冷藏保存 怕晒 怕压 注意防潮 朝上摆放 下雨请套塑料膜 纸箱要结实 胶带多缠两圈 瓶口封紧
别用旧箱子 装礼盒 附个手提袋 说明书放进去 颜色要浅的 挑新鲜的 个头大点 口味清淡的 尺码偏小换大一号
""")
_ZH_REMARKS = words("""
周末再送 工作日送 傍晚六点后来 中午别送 上午九点前到 发短信就好 不用敲门 别按门铃 家里有狗 宝宝睡觉轻一点
生日礼物 务必本人签收 可以代签 拍照留底 验货再签 尽快发出 晚两天发也行 听力不好请发信息 雪天慢点不急 辛苦啦谢谢
感谢小哥 给您添麻烦了 祝生意兴隆 第一次买请仔细检查 老顾客了 上次漏发补一份 上回破了这次垫厚些 过敏体质看清成分
糖少一点 要最新日期 保质期长的 月底前到 出差帮存三天 搬家前送来 国庆后发 放假不在 白天没人 夜班刚睡 午休勿扰
等过节用 送老师的 爸妈用 孩子急用 公司团购 回购第三次 朋友推荐来的 直播间下单 给个好评 期待收到 冲着口碑买的
试试看好不好 不满意要退 别太早发 预售不急 拼单一起 双十一囤货 备用一份
""")
_EN_REQUESTS = [
    "inside the porch", "under the doormat", "in the parcel locker", "at the reception desk",
    "next to the recycling bins", "over the side gate", "in the meter cupboard", "on the back patio",
    "by the garage", "in the mail room", "beside the bike rack", "with the concierge",
    "in the storm shelter", "behind the planter", "on the second step", "near the elevator",
    "on the window ledge", "at the loading dock", "below the staircase", "close to the awning",
    "at the letterbox", "wrap it nicely", "without invoice", "use plain packaging",
    "hide the price tag", "extra bubble padding", "fragile glass", "keep upright",
    "combine both parcels", "swap colour if sold out", "store refrigerated", "avoid sunlight",
    "cover it when raining", "size runs small", "unscented version preferred", "check allergens",
    "newest date available", "spare samples welcome", "sturdy carton please", "double tape edges",
    "seal bottle caps", "no used boxes", "add a carrier bag", "include the manual",
    "lighter shade if possible", "pick ripe ones", "large pieces preferred", "mild flavour",
    "skip plastic filler", "handwritten card wanted", "ship everything together",
    "send in two batches", "less ice packs", "red ribbon", "matching lids",
]  # fmt: skip
_EN_REMARKS = [
    "weekends only", "after six in the evening", "knock twice", "doorbell is broken",
    "dog is friendly", "baby sleeping so stay quiet", "text on arrival", "birthday present",
    "signature from adults", "photo as proof", "late delivery works too", "stairs are slippery",
    "elderly person answers slowly", "snow may delay no rush", "many thanks driver",
    "take your time", "missed item last order", "arrived crushed before", "before month end",
    "away until thursday", "moving house soon", "holiday next week", "returning customer here",
    "quick dispatch appreciated", "not on saturday", "mornings best", "lunchtime suits us",
    "hearing impaired so message", "nobody home at noon", "night shift sleeper", "for my teacher",
    "parents will use this", "kids need them urgently", "office group purchase", "third reorder",
    "friend recommended you", "saw your livestream", "excited about these", "great reviews so far",
    "just trying out", "might return some", "preorder can wait", "stocking up for winter",
    "backup set", "anniversary surprise", "housewarming gift", "needed by friday",
    "first time buyer", "loved your shop", "cheers and good luck", "apologies about extra work",
    "inspect before sealing", "allergy in family", "vegan household", "renovation going on",
    "travelling again tomorrow",
]  # fmt: skip

NOTES = {
    "zh": (tuple(_ZH_REQUESTS), tuple(_ZH_REMARKS), "，"),
    "en": (tuple(_EN_REQUESTS), tuple(_EN_REMARKS), ", "),
}
"""Language to requests, remarks, and what stands between the two. Their numbers have no divisor in common."""
