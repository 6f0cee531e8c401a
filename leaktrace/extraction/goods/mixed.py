"""Goods that are named by an English word in Chinese talk, as in Singapore, Malaysia and Hong Kong: 你那个rice cooker."""

import re
from collections.abc import Iterator
from functools import cache

from leaktrace.extraction.goods.table import base, goods_of_word

__all__ = ["named_in_english"]

_NAMES = """
电饭煲=rice cooker | 高压锅=pressure cooker | 空气炸锅=air fryer,airfryer | 锅=pot,wok,pan,frying pan | 水壶=kettle | 豆浆机=soy milk maker | 榨汁机=blender,juicer | 料理机=blender,mixer,food processor
烤箱=oven,toaster oven | 面包机=bread maker | 多士炉=toaster | 电磁炉=induction cooker | 咖啡机=coffee machine,coffee maker | 微波炉=microwave | 洗碗机=dishwasher | 洗衣机=washing machine,washer | 冰箱=fridge,freezer | 空调=aircon,air con
电风扇=fan,table fan | 加湿器=humidifier | 除湿机=dehumidifier | 空气净化器=air purifier | 吸尘器=vacuum,vacuum cleaner | 扫地机器人=robot vacuum | 电熨斗=iron,steamer | 挂烫机=steamer,garment steamer | 吹风机=hair dryer,hairdryer | 暖风机=heater
剃须刀=shaver,razor | 电动牙刷=toothbrush | 卷发棒=curler | 按摩器=massager | 按摩椅=massage chair | 血压计=blood pressure monitor,bp monitor | 体温计=thermometer | 轮椅=wheelchair | 拐杖=walking stick | 护膝=knee guard,knee support
手机=phone,handphone,iphone | 平板=tablet,ipad | 笔记本电脑=laptop,notebook | 耳机=earphone,headphone,earbuds,earpiece,airpods,headset | 音箱=speaker | 充电宝=powerbank,power bank | 充电器=charger | 数据线=cable,charging cable | 键盘=keyboard | 鼠标=mouse
显示器=monitor | 打印机=printer | 路由器=router,wifi router | 摄像头=cctv,camera,webcam | 相机=camera | 手表=watch | 智能手表=smartwatch,smart watch | 手环=band,fitness band | 手机壳=phone case,casing | 投影仪=projector | 台灯=lamp,table lamp,desk lamp | 插座=extension,power strip,socket
婴儿推车=baby car,stroller,pram,baby stroller | 腰凳=baby carrier,carrier | 安全座椅=car seat,baby seat | 奶粉=milk powder,formula | 纸尿裤=diaper,pampers,diapers | 奶瓶=bottle,milk bottle | 吸奶器=breast pump | 积木=lego,blocks | 玩具=toy | 娃娃=doll | 滑板车=scooter
自行车=bicycle,bike | 滑板=skateboard | 瑜伽垫=yoga mat | 哑铃=dumbbell | 跑步机=treadmill | 帐篷=tent | 鱼竿=fishing rod,rod | 羽毛球拍=badminton racket,racket | 乒乓球拍=ping pong bat | 篮球=basketball | 足球=football | 行李箱=luggage,suitcase
裙子=dress,skirt | 连衣裙=dress | 旗袍=cheongsam | 衬衫=shirt | t恤=t-shirt,tee,t shirt | 裤子=pants,trousers,jeans | 外套=jacket,coat | 毛衣=sweater | 睡衣=pyjamas,pajamas | 鞋子=shoe,shoes,sneakers | 运动鞋=sport shoes,sneaker,sneakers | 拖鞋=slipper,slippers | 凉鞋=sandal,sandals | 帽子=cap,hat
包包=bag,handbag | 背包=backpack | 钱包=wallet,purse | 眼镜=spectacles,glasses | 太阳镜=sunglasses | 项链=necklace | 手链=bracelet | 戒指=ring | 耳环=earring,earrings | 口红=lipstick | 粉底=foundation | 面膜=mask,face mask | 防晒霜=sunblock,sunscreen | 香水=perfume | 洗发水=shampoo | 沐浴露=body wash,shower gel
面霜=cream,face cream,moisturizer | 精华=serum | 洗面奶=cleanser,facial wash | 牙膏=toothpaste | 纸巾=tissue | 床垫=mattress | 枕头=pillow,bolster | 被子=blanket,quilt | 床单=bedsheet,bedsheets | 毛巾=towel | 窗帘=curtain | 地毯=carpet,rug | 沙发=sofa | 椅子=chair | 桌子=table,desk | 书架=bookshelf | 衣柜=wardrobe | 收纳箱=storage box | 衣架=hanger,rack
雨伞=umbrella | 保温杯=flask,tumbler,thermos | 杯子=cup,mug | 碗=bowl | 盘子=plate | 刀=knife | 菜刀=knife,chopper | 砧板=chopping board,cutting board | 模具=mould,mold | 保鲜盒=lunch box,tupperware,container | 电钻=drill | 工具箱=toolbox,tool kit,toolkit | 梯子=ladder | 锁=lock | 水龙头=tap | 花洒=shower head | 灯=light,bulb
猫砂=cat litter,litter | 猫粮=cat food | 狗粮=dog food | 猫爬架=cat tree | 鱼缸=fish tank,aquarium | 燕窝=bird nest,birdnest | 咖啡=coffee | 茶叶=tea | 巧克力=chocolate | 饼干=cookies,biscuit,biscuits | 坚果=nuts | 榴莲=durian | 月饼=mooncake | 蜂蜜=honey | 维生素=vitamin,vitamins | 鱼油=fish oil | 胶原蛋白=collagen | 蛋白粉=protein powder,protein | 益生菌=probiotic,probiotics | 保健品=supplement,supplements
吉他=guitar | 尤克里里=ukulele | 钢琴=piano | 电子琴=keyboard | 口琴=harmonica | 书=book,books | 笔=pen | 日记本=diary,planner | 贴纸=sticker,stickers | 拼图=puzzle,jigsaw | 布=batik,fabric,cloth | 蜡烛=candle | 香薰=diffuser,essential oil | 按摩枪=massage gun | 体重秤=scale,weighing scale | 电子秤=scale
轮胎=tyre,tire | 行车记录仪=dashcam,dash cam | 头盔=helmet | 脚垫=mat,car mat | 车载充电器=car charger | 挂件=keychain | 水枪=water jet | 电池=battery | 胶带=tape | 油漆=paint
"""
_EN_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_LONGEST = 3


@cache
def _groups() -> dict[str, frozenset[int]]:
    """English names, without their plural, to the groups of the Chinese ones; of one character no group is certain."""
    out: dict[str, frozenset[int]] = {}
    for row in _NAMES.replace("\n", "|").split("|"):
        chinese, _, names = row.strip().partition("=")
        for name in filter(None, names.split(",")):
            words = " ".join(map(base, name.split()))
            out[words] = out.get(words, frozenset()) | goods_of_word(chinese, zh=True)
    return out


@cache
def _heads() -> dict[str, frozenset[str]]:
    """English names, without their plural, to the characters with which the Chinese ones end."""
    out: dict[str, frozenset[str]] = {}
    for row in _NAMES.replace("\n", "|").split("|"):
        chinese, _, names = row.strip().partition("=")
        for name in filter(None, names.split(",")):
            words = " ".join(map(base, name.split()))
            if len(chinese) == 1:
                out[words] = out.get(words, frozenset()) | {chinese}
    return out


def named_in_english(
    text: str, groups: frozenset[int], heads: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Where goods of some groups, or of some last characters, are named by English words."""
    words = [(*match.span(), base(match.group())) for match in _EN_WORD.finditer(text)]
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(_LONGEST, len(words) - at), 0, -1)
                if " ".join(word for _, _, word in words[at : at + size]) in _groups()
            ),
            0,
        )
        if size:
            name = " ".join(word for _, _, word in words[at : at + size])
            if _groups()[name] & groups or _heads().get(name, frozenset()) & heads:
                yield words[at][0], words[at + size - 1][1]
        at += size or 1
