"""Delivery notes as buyers write them: where to put the parcel, and what to mind.

Put together by us, after what shops and couriers offer as examples. A caller who says half of a note is
understood, so no two notes of a pool may have much in common: every place and every wish is used once.
"""

from leaktrace.seeding.personas.words import words

__all__ = ["NOTES"]

_ZH_PLACES = words("""
放鞋柜里 放花盆后面 放消防栓上头 放水表间 放电表箱 压在脚垫底下 丢奶箱就行 存丰巢 送菜鸟驿站 交物业前台
给门卫大爷 放楼下小卖部 寄存水果店 搁便利店收银台 交理发店老板 放药房 送到车库 挂门把手上 塞信箱
放快递架第二层 放自提点 放单元门后 放楼梯拐角 存近邻宝 放蓝色收纳箱 放婴儿车旁边 放雨伞架边 拿给保洁阿姨
给对门邻居 送办公室 放公司前台 交收发室 放值班岗亭 存超市储物柜 放洗衣房 放健身房吧台 搁电梯口右手边
放地下室入口 放天井 放阳台外 放空调外机旁 放自行车棚 放台阶第一级 放铁门内侧 放石狮子旁 放绿色垃圾桶对面
放长椅上 送村委会 交学校传达室 放宿管那里 放幼儿园隔壁 送到工地板房 放店里柜台 放茶馆 交早餐铺 放麻将馆
送图书馆一层 交修车铺 放打印店 放彩票站 交五金店 放花店 放面包房 放干洗店 放诊所 放宠物医院 放奶茶店
放熟食摊 放菜场门卫 放二手房中介 放银行旁边报亭 搁缝纫铺 放茶几 放栅栏里侧 放桂花树下 放石榴树旁
放水池边 放热水器柜 放工具间 放储藏室
""")
_ZH_WISHES = words("""
周末再送 工作日送 傍晚六点后来 中午别送 上午九点前到 先打电话 发短信就好 不用敲门 别按门铃 家里有狗
宝宝睡觉轻一点 易碎轻拿轻放 不要暴力分拣 多包一层泡沫 外箱别写品名 用黑色袋子装 不要放发票 要开收据
送礼用别放价签 麻烦写张贺卡 生日礼物 务必本人签收 可以代签 拍照留底 验货再签 缺货请换同款 缺色随机发
尽快发出 晚两天发也行 别发邮政 指定顺丰 发中通吧 不要京东快递 走陆运 冷藏保存 怕晒 怕压 防潮 朝上摆放
一次送完 分开包装 合并寄出 赠品给红的 少放冰袋 多给几包试用装 老人收件说大声些 听力不好请发信息
腿脚不便送上楼 电梯坏了走楼梯 门禁按井号 密码问保安 导航到南门 走东侧小路 停北广场 西门进不来 后院进
靠河那栋 黄色外墙 红色大门 挨着公交站 地铁口出来左转 拐进巷子 下雨请套塑料膜 雪天慢点不急 辛苦啦谢谢
感谢小哥 给您添麻烦了 祝生意兴隆 第一次买请仔细检查 老顾客了 上次漏发补一份 上回破了这次垫厚些
尺码偏小换大一号 孕妇用味道淡的 过敏体质看清成分 糖少一点 要最新日期 保质期长的 月底前到 出差帮存三天
搬家前送来 国庆后发 放假不在
""")
_EN_PLACES = [
    "leave with the concierge",
    "behind the blue planter",
    "inside the porch",
    "under the doormat",
    "in the parcel locker",
    "at the reception desk",
    "next to the recycling bins",
    "in the garden shed",
    "over the side gate",
    "with our neighbour upstairs",
    "in the meter cupboard",
    "on the back patio",
    "by the garage",
    "inside the mudroom",
    "at the bakery downstairs",
    "in the mail room",
    "on the balcony table",
    "beside the bike rack",
    "in the wooden crate",
    "with the security guard",
    "at the corner pharmacy",
    "in the laundry area",
    "under the carport",
    "on the bench outside",
    "in the white cabinet",
    "at the flower stall",
    "with the caretaker",
    "in the storm porch",
    "behind the hedge",
    "on the second step",
    "inside the greenhouse",
    "at the coffee bar",
    "in the basement lobby",
    "near the elevator",
    "at the school office",
    "in the tool store",
    "with the barber opposite",
    "on the window ledge",
    "inside the milk box",
    "at the loading dock",
    "below the staircase",
    "by the water tank",
    "in the log basket",
    "at the hardware shop",
    "behind the trellis",
    "in the umbrella stand",
    "on top of the freezer",
    "with the night porter",
    "at the gym counter",
    "in the conservatory",
    "under the awning",
    "beside the letterbox",
    "at the village hall",
    "in the coal bunker",
    "on the swing seat",
    "near the compost heap",
]
_EN_WISHES = [
    "weekends only",
    "after six in the evening",
    "knock twice",
    "doorbell is broken",
    "dog is friendly",
    "baby sleeping so stay quiet",
    "call before coming",
    "text on arrival",
    "fragile glass",
    "keep upright",
    "gift wrap it",
    "no invoice inside",
    "birthday present",
    "use plain packaging",
    "hide the price tag",
    "extra bubble wrap",
    "signature from adults",
    "photo as proof",
    "ship it late if needed",
    "combine both parcels",
    "swap colour if sold out",
    "keep refrigerated",
    "avoid sunlight",
    "stairs are slippery",
    "enter from east side",
    "buzz number seven",
    "ring reception first",
    "elderly person answers slowly",
    "wheelchair ramp on left",
    "road closed use lane",
    "yellow house",
    "red front entrance",
    "opposite bus stop",
    "past railway bridge",
    "turn right after church",
    "snow may delay no rush",
    "cover it when raining",
    "many thanks driver",
    "take your time",
    "missed item last order",
    "box arrived crushed before",
    "size runs small",
    "unscented version preferred",
    "check allergens",
    "newest date available",
    "arrive before month end",
    "away until thursday",
    "moving house soon",
    "holiday next week",
    "returning customer here",
    "quick dispatch appreciated",
    "skip saturday",
    "mornings best",
    "lunchtime works",
    "hearing impaired so message",
    "spare samples welcome",
]

NOTES = {
    "zh": (tuple(_ZH_PLACES), tuple(_ZH_WISHES), "，"),
    "en": (tuple(_EN_PLACES), tuple(_EN_WISHES), ", "),
}
"""Language to places, wishes, and what stands between the two."""
