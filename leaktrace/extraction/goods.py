"""Words for goods: which name the same thing, which say nothing, which end a product's name."""

import re

__all__ = [
    "EN_GOODS",
    "EN_GROUPS",
    "EN_WEAK",
    "GENERIC",
    "HEADS",
    "ZH_GOODS",
    "ZH_GROUPS",
    "en_groups_of",
    "groups_of_word",
    "zh_groups_of",
]

_ZH = """
吹风机 电吹风 风筒 吹头发 吹风筒|洗面奶 洁面乳 洗脸 洁面 洗面乳|面霜 脸霜 擦脸 抹脸 乳霜 护肤霜|充电宝 移动电源 充电器|枕头 护颈枕 乳胶枕 枕芯 睡枕 枕|净水器 净水机 滤芯 滤水器 净水
纸尿裤 尿不湿 拉拉裤 尿裤 尿布|保暖内衣 秋衣 秋裤 棉毛衫 内衣|美瞳 隐形眼镜 日抛 半年抛 月抛 彩瞳 隐型眼镜 隐形|编程书 书籍 图书 教材|考研书 真题 试卷 考试书 复习资料 备考书|猫粮 猫食|狗零食 狗粮 磨牙棒 宠物零食 狗狗零食|蓝牙耳机 耳机 耳塞
行车记录仪 记录仪|取暖器 暖风机 电暖器 电暖气 小太阳 烤火炉 暖气|花洒 淋浴 喷头 淋浴器|键盘|防晒霜 防晒乳|连衣裙 裙子 碎花裙 茶歇裙 长裙|羊毛衫 毛衣 打底衫 针织衫 针织毛衣|羽绒服 羽绒外套 羽绒衣 羽绒
冲锋衣 登山服|帐篷|瑜伽垫 健身垫 舞蹈垫 瑜珈垫|电话手表 儿童手表 智能手表 手表|积木 拼装玩具 玩具|绘本 故事书 童书|四件套 床单 被套 床上用品|脐橙 橙子 甜橙 水果|红茶 滇红 茶叶 绿茶|钙片 补钙 碳酸钙|身体乳 润肤露 润肤乳 香体乳
口红 唇釉 唇膏|扫地机器人 扫地机 扫拖 吸尘器 擦地机|平底锅 不粘锅 煎锅 炒锅|羽毛球拍 球拍 拍子|奶粉|项链 锁骨链 链子|手链 金手链 转运珠|坚果|牛肉干 牛肉 肉干|大米 新米 五常米 粳米|按摩器 按摩仪 按摩枕 按摩|牙刷 电动牙刷 声波牙刷
电饭煲 煮饭锅 电饭锅|剃须刀 刮胡刀|保温杯 水壶 水杯 杯子 吸管杯 随手杯|加湿器 香薰机 喷雾机|体脂秤 电子秤 体重秤 健康秤|眼罩|晴雨伞 雨伞 遮阳伞|榨汁杯 榨汁机 果汁机 随行杯|置物架 调料架 刀架 收纳架|鞋架 鞋柜|健步鞋 妈妈鞋 运动鞋 老人鞋|窗帘|轮滑鞋 溜冰鞋
软糖 维生素|连体衣 哈衣 爬服|孕妇枕 侧睡枕 抱枕|饮水机 喂水器 喝水神器|小夜灯 夜灯 壁灯 墙壁灯|护理液 清洗液 美瞳水|牛轧糖 雪花酥 奶糖|电脑支架 增高架 散热托架 支架|收纳盒 置物盒 储物袋|卫衣|艾草贴 热敷贴 发热贴 暖贴|钓鱼竿 台钓竿 手竿 鱼竿
防晒衣 空调衫 骑行服|练习册 教辅 习题册|乌龙茶|咖啡 挂耳|手机壳|拖鞋|电风扇 风扇|行李箱|冰箱|洗衣机|电视|空调扇|面膜|洗发水|洗衣液|婴儿车 推车|安全座椅|跑步机|哑铃|台灯|鼠标|音箱|平板电脑|蛋白粉|被子 羽绒被|雨衣|靴子|牛仔裤|衬衫|西装|毛巾|书包 背包|皮带|香水
面包 欧包 吐司 早餐包|蛋糕 糕点 点心|饼干 曲奇 苏打饼|巧克力|蜂蜜|橄榄油 食用油 花生油 菜籽油|火锅底料 底料|方便面 泡面 速食面 拉面|螺蛳粉 酸辣粉 米线|腊肠 香肠 火腿 腊肉|海鲜 大虾 虾仁 螃蟹 大闸蟹|苹果 梨 桃子 樱桃 车厘子 芒果 葡萄|白酒 酒水 红酒 葡萄酒 啤酒 黄酒
咖啡壶 手冲壶 细口壶 摩卡壶 冲咖啡|茶壶 茶具 养生壶 煮茶器 烧水壶 热水壶 电水壶|露营椅 折叠椅 月亮椅 躺椅 野营椅|露营灯 营地灯 帐篷灯 野营灯 氛围灯|睡袋|烧烤架 烤炉 烤架|望远镜|自行车 单车 山地车|滑板车 滑板|电动车 电瓶车|头盔|雨靴 雨鞋|泳衣 泳镜|篮球 足球 排球|渔具 钓具
键鼠 机械键盘|显示器 显示屏|硬盘 移动硬盘 固态硬盘|内存条|路由器|摄像头 监控器|打印机 墨盒|投影仪|音响 喇叭 低音炮|麦克风 话筒|数据线 充电线|充电头 插头|插座 插排 排插|相机 单反|无人机|游戏机 手柄|耳麦|手环 运动手环|钢化膜 贴膜
空气净化器|空气炸锅|微波炉|电烤箱 烤箱|豆浆机 破壁机 料理机|电饼铛|电磁炉|油烟机 抽油烟机|燃气灶|热水器|电熨斗 挂烫机 熨斗|除湿机|洗碗机|电热毯 热水袋|暖手宝|电蚊香 蚊香 灭蚊灯|门锁 智能锁 指纹锁|灯具 吊灯 吸顶灯
沙发|床垫|衣柜|书桌 电脑桌 学习桌|电脑椅 办公椅 电竞椅 人体工学椅|餐桌|茶几|地毯 地垫|镜子 化妆镜|垃圾桶|拖把|晾衣架 衣架|桌布|墙纸 壁纸|马桶 马桶盖|水龙头|砧板 菜板 刀具 菜刀|碗碟 碗筷 餐具|保鲜盒 饭盒 便当盒|围裙
t恤 短袖|裤子 长裤 短裤 休闲裤|衬衣|外套 夹克 大衣 风衣|睡衣 家居服|汉服 旗袍|袜子|帽子|围巾 披肩|手套|凉鞋|板鞋 跑鞋 球鞋 篮球鞋|跑鞋 跑步鞋 运动鞋 球鞋|高跟鞋|皮鞋|单肩包 斜挎包 女包 手提包|钱包|双肩包|耳环 耳钉|戒指|手镯 镯子|太阳镜 墨镜|眼镜 镜框|文胸 胸罩|内裤
精华 精华液 安瓶|爽肤水 化妆水|眼霜|粉底 粉底液 气垫|眼影|睫毛膏|卸妆水 卸妆油|沐浴露|牙膏|护发素 发膜|染发剂 染发膏|护手霜|卫生巾|湿巾|纸巾 抽纸 卷纸|洗衣粉 凝珠|洗洁精|除螨|口罩|血压计|血糖仪|体温计|轮椅|助听器|拐杖|膏药|鱼油|益生菌|燕窝|阿胶|人参|枸杞|阿莫西林
奶瓶|婴儿床|爬行垫|辅食 米粉|童装|童鞋|学步车|玩偶 娃娃 毛绒玩具|遥控车|乐高 拼图|画笔 水彩笔 彩笔|文具 铅笔盒|笔记本|词典 字典|小说|字帖|钢笔|乐器 吉他 尤克里里|电子琴 钢琴|古筝
猫砂|猫罐头 罐头|猫爬架|狗窝 猫窝|鱼缸|鱼食 鱼粮|鸟笼|绿植 盆栽 多肉|花盆|种子|肥料|车载充电器|脚垫|坐垫|车膜|轮胎|机油|洗车机|雨刮器|五金 电钻|螺丝刀|梯子|油漆
"""
_EN = """
serum|car seat,infant seat,baby seat,child seat,booster seat|coffee maker,coffee machine,coffee pot,coffeemaker,drip coffee,percolator|dutch oven,cast iron pot,casserole,iron pot,cast iron|earbuds,earbud,earphones,earphone,headphones,ear buds|keyboard|fryer,air fryer|vacuum,hoover,vac|dash cam,dashcam,dash camera,dashboard camera
power bank,powerbank,battery pack,portable charger,charger|smart watch,smartwatch,kids watch,watch|necklace,pendant|pillow,pillows|hiking boots,boots,hiking shoes|down jacket,puffer jacket,puffer,jacket|sweater,jumper,pullover|tent|contact lenses,contacts,lenses|massager,massage|baby monitor,monitor|dumbbells,dumbbell,weights|fish oil,omega-3,softgels,omega
cat food,kibble|building blocks,wooden blocks,toy blocks,blocks|blender|toaster|kettle|stroller|backpack|suitcase,luggage|drill|lamp|mattress|duvet|perfume|sunglasses|sneakers|speaker|tablet computer|laptop|iphone|printer|mug|skincare,face cream,moisturizer|night light,nightlight,sound machine|novel,paperback,hardcover novel,hardcover|textbook|cookbook|socks|gloves|scarf|hat,beanie,cap|shirt,t-shirt,tee|dress,gown|jeans,trousers,pants|coat,parka|raincoat|hoodie|sandals,slippers|trainers,running shoes|handbag,purse,tote|wallet|ring|bracelet|earrings|desk,standing desk|office chair,desk chair|sofa,couch|rug,carpet|curtains,blinds|bedding,bed sheets,sheets,comforter|towels,towel|cookware,frying pan,skillet,pan|knife set,knives|tea set,teapot|coffee beans,espresso beans|protein powder|vitamins,supplements|shampoo|sunscreen|lipstick|hair dryer,hairdryer,blow dryer|hair straightener,curling iron|electric toothbrush,toothbrush|heater,space heater|fan|air purifier|dehumidifier|light bulbs|string lights|security camera,doorbell camera|router|hard drive,ssd|charging cable,charger cable|webcam|microphone|headset|game console,controller|phone case|screen protector|tablet|camera,tripod|drone|bike,bicycle|scooter|helmet|treadmill|bike pump|fishing rod|sleeping bag|camp stove|cooler,ice chest|grill,barbecue|lawn mower,mower|hose|pressure washer|ladder|tool set,toolbox|paint|crib,cot|high chair|diapers,nappies|baby formula,formula|doll,teddy bear,plush|puzzle,jigsaw|board game|lego|guitar,ukulele|piano|dog food|dog bed|cat litter,litter|leash|fish tank,aquarium|yoga mat|water bottle|humidifier|shaver,razor
"""


def _groups(text: str, between: str) -> list[frozenset[str]]:
    """The groups of a table."""
    return [
        frozenset(word.strip() for word in group.split(between) if word.strip())
        for line in text.strip().splitlines()
        for group in line.split("|")
    ]


ZH_GROUPS = [*_groups(_ZH, " ")]
EN_GROUPS = [*_groups(_EN, ",")]


def _lookup(groups: list[frozenset[str]]) -> dict[str, frozenset[int]]:
    """The groups that each word is in."""
    out: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for word in group:
            out.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in out.items()}


_ZH_WORDS, _EN_WORDS = _lookup(ZH_GROUPS), _lookup(EN_GROUPS)
ZH_GOODS = re.compile("|".join(sorted(map(re.escape, _ZH_WORDS), key=len, reverse=True)))
EN_GOODS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _EN_WORDS), key=len, reverse=True))})\b"
)
EN_WEAK_TEXT = """
watch monitor contacts weights jacket tent blocks boots vac massage pillow pillows lenses omega
necklace vacuum sweater keyboard jumper pendant laptop lamp speaker mug serum headphones
ring fan cap hat rug pan paint pants ladder formula sheets towels towel camera tablet controller router doll puzzle dress coat couch cooler crib hose charger desk leash litter shirt socks tee tote purse wallet scooter bike helmet grill piano guitar novel hardcover paperback textbook supplements vitamins cot blinds skillet knives heater drone
"""
EN_WEAK = frozenset(EN_WEAK_TEXT.split())
"""Words of ordinary talk: they name a product only where a purchase is spoken of."""


def groups_of_word(word: str) -> frozenset[int]:
    """The groups that a word found by `ZH_GOODS` or `EN_GOODS` is in."""
    return _ZH_WORDS.get(word) or _EN_WORDS.get(word) or frozenset()


def zh_groups_of(text: str) -> frozenset[int]:
    """The groups that a Chinese title or phrase has a word of."""
    return frozenset(
        number for word, numbers in _ZH_WORDS.items() if word in text for number in numbers
    )


def en_groups_of(text: str) -> frozenset[int]:
    """The groups that an English title or phrase has a word of."""
    return frozenset(
        number
        for word, numbers in _EN_WORDS.items()
        if re.search(rf"\b{re.escape(word)}\b", text)
        for number in numbers
    )


GENERIC = re.compile(
    "机器|家用|家庭|通用|正品|包邮|新款|厂家|直营|官方|旗舰|套装|礼盒|礼物|生日|送长辈|长辈|年货|学生|宿舍|男女|男士|女士|女友|妈妈|父母|儿童|宝宝|婴儿|孕妇|情侣|成人|中老年|办公室|办公|休闲|零食|小吃|便携|智能|自动|全自动|大容量|大号|小号|家装|高级感|高级|专用|专业级|专业|防水|防滑|耐磨|防风|即食|开袋|充电|快充|手机|电话|视频|通话|定位|上课|"
    "户外|室内|客厅|卧室|厨房|浴室|门口|汽车|车载|司机|电动|独立|包装|整箱|批发|散装|精装|全套|两件|一对|三支|两支|一体|规划|多功能|简约|现代|经典|法式|北欧|日常|运动|跑步|旅行|上飞机|可用|可上|新国标|国标|入门|网络|计算机|正版|第二版|设计|数据|互联|监控|停车|安装|夜视|前后|春秋|夏季|秋冬|冬季|春夏|保湿|补水|滋润|温和|"
    "清洁|控油|加厚|加宽|加绒|透气|轻便|舒适|百搭|显瘦|收腰|时尚|潮牌|小众|学习|阅读|营养|成长|免打孔|不锈钢|新鲜|当季|现摘|现发|空运|顺丰|流浪|游戏|打字|按键|声音|静音|成功|女生|男生|小学生|初中生|高中|长期|全身|全面|四件|三件|装送|在线|送|小时|家|版|女|男"
)
"""Words of titles that name no product."""
HEADS = frozenset(
    "器机奶霜膏粉液水油茶酒米面肉干果枣糖饼鞋靴衣裤裙衫服袜帽巾被枕垫毯床椅桌柜架灯笔本书册包箱袋杯壶锅煲碗刀盘盒伞表链镯戒珠仪键拍竿棒瓶贴片丸囊镜膜刷梳芯洒套粮罐乳釉红橙篷帘秤酥贴抛瞳尿湿宝源露"
)
"""Characters that end the name of a product."""
