"""Whether goods that are spoken of are others than those that were bought: a shop, a place, a gift, an offer."""

import re

from leaktrace.extraction.reading import Reading

__all__ = ["is_promoted", "is_signature", "is_something_else", "speaks_of_order"]

_SHOP_ZH = re.compile(
    r"(?:专?卖?店|铺(?![上好了在着床开过的])|城|超市|市场|厂(?![家商里])|馆|批发|门市|柜台|修理|维修|清洗|干洗|保洁|回收|培训|加盟|协会|公司|旗舰|专营|官方|业|庄|展会|课|班|检疫|检验|群(?![里子])|老师|医院|诊所|大厦|街|巷)"
)
_PLACE_ZH = re.compile(
    r"(?:架子?|堆|箱子?)?(?:上面?|下面?|里面?|旁边?|后面?|后头|边上?|底下|底部|顶上|对面|隔壁|那边|那儿|那里|门口|跟前)"
)
_OTHERS_ZH = re.compile(r"(?:他家|她家|人家|别家|隔壁|楼下|邻居)(?:家|那|的|卖的)*$")
_PUT_ZH = re.compile(r"(?:放|搁|塞|藏|挂|摆|堆|丢|扔|压|挨着|靠|就是|摆着|那排)[^，,。；]{0,7}$")
_GIFT_ZH = re.compile(
    r"(?:(?<![派配寄运投快护遣])送(?!货|快递|[申圆中韵]通|韵达|顺丰|邮政|极兔|京东|[^，,。]{0,4}(?:快递|件)的|到|达|件|来|去|上门|过来|长辈|礼|的)(?<!给[您你我]送)|赠|补偿?[您你给](?!的)|补[您你]|外加|加赠|另赔|再给[您你]|多给[您你]|抽奖|奖品|加购|加[一1]?元|第二件|搭配|小样|推荐|上新|新到|需要[^，,。；]{0,4}(?:拍|买|加)|想添|想加|还有卖|卖不卖|收不收)[^，,。；！!？?跟]{0,12}$"
)
_OFFER_ZH = re.compile(
    r"^[^，,。；！!？?]{0,8}(?:第二件|半价|搞活动|在搞|另外的链接|另拍|打折|有活动|要不要带|特价|满减)"
)
_BOUGHT_ZH = re.compile(r"[买拍订购](?:的|了|过)|(?<![送赠补])[您你]的|的[那这]|这单|那单")
_PROMOTED_ZH = re.compile(
    r"推销|收旧|高价收|回收|收购|问卷|(?<!配合)调查|调研|以旧换新|上门(?:清洗|保洁|洗|除)|开业|到店|新客|退订|拒收请?回|招生|报名|加盟|清仓|套餐|定房|楼盘|首单|营业厅|家政|宽带|地推|展销|门店活动|免费(?:领|试|送|体)|教育(?:】|机构)|合作社|便民|出租|随叫随到|招聘|募捐|捐款|幸运|中奖|领奖|抽中|体检|推广"
)
_ORDER_ZH = re.compile(
    r"[您你恁](?:[^，,。]{0,16})?(?:[买拍订购]|下单)|我(?:[^，,。]{0,6})?(?:[买拍订购]|下单)|买过|运单|快递|包裹|快件|订单|退款|理赔|召回|抢的|[退赔](?:给)?[您你恁]|发货|签收|这一?单|的件|我(?:实际|当时|总共|一共)?付的"
)
_GOODS_IN_BRACKETS = re.compile(r"[买购订拍]|商品|品名|[:：]|一[件个箱盒]")
_BELOW = re.compile(r"(?:——|—|--)\s?$")
_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{0,4}\s?(?:敬上|上|谨启|客服|店主|掌柜|团队|全体|小[\u4e00-\u9fff])?\s*(?:$|\n)"
)
"""What stands around the name of a shop below a message."""
_SHOP_EN = re.compile(
    r" (?:shops?|stores?|aisle|places?|company|department|factory|street|lane|road|drive|avenue|court|cleaning|repairs?|sale|special|rental|installation|salesman|lessons?|classes|academy|quotes?|insurance|removal|services?|outlet|expo)\b"
)
_PLACE_EN = re.compile(
    r"\b(?:next to|beside|behind|under(?:neath)?|in front of|on top of|against|near|beneath|by|inside|between) (?:the|your|my|a|an|that|our) (?:[\w-]+ ){0,3}$"
)
_GIFT_EN = re.compile(
    r"(?:\bfree (?:[\w-]+ ){0,4}|\b(?:throw(?:s|ing)? in|complimentary|bonus|gift of|awarded|w[io]n|won|you(?:'d| may| might) (?:also )?(?:like|love|enjoy)|also (?:like|sell|got|have|stock)|we(?:'ve| have) (?:also )?got|take home|switch to|(?:we(?:'ll| will)) (?:send|give) you|do (?:you|we) own|own an?|sells?|selling|from \$?\d+|pair (?:it|them) with|get an? (?:free )?|plus) (?:[\w',-]+ ){0,5}|\bmay also like:? [^.!?]*)$"
)
_OWN_EN = re.compile(
    r"\b(?:your|ur|my|(?:bought|ordered|purchased|buying|purchasing|got))(?: (?!free\b)[\w-]+){0,2} $"
)
_PROMOTED_EN = re.compile(
    r"\b(?:opt[ -]?out|text stop|stop to end|stop=|reply stop|survey|research company|questionnaire|poll|txt stop|subscri\w+|T&Cs?|\d+% off|on us\b|nearest store|we also sell|per month|ringtones?|prize|claim code|donat\w+|fundrais\w+|charity|infomercial|recruiter)\b|\bstop\s*$"
)
_ORDER_EN = re.compile(
    r"\b(?:your|ur|my) (?:recent |last |new )?(?:[\w-]+ )?(?:order|purchase|parcel|package|delivery|shipment|refund)|\b(?:you|i)(?:'d|'ve| have| had)? (?:just |recently )?(?:bought|ordered|purchased)|\brefund|\brecall|\border (?:no|number|ending|#|\d)|how (?:are|is|do you like) your|(?:think|opinion) of your"
)


def speaks_of_order(reading: Reading) -> bool:
    """Whether a text speaks of something that was ordered."""
    return bool((_ORDER_ZH if reading.zh else _ORDER_EN).search(reading.text))


def is_promoted(reading: Reading) -> bool:
    """Whether a text sells or asks something and speaks of no order."""
    sells = _PROMOTED_ZH if reading.zh else _PROMOTED_EN
    told = reading.of_order or speaks_of_order(reading)
    return bool(sells.search(reading.text)) and not told


def is_something_else(reading: Reading, start: int, end: int) -> bool:
    """Whether goods there are a shop, a landmark, a present or an offer, not what was bought."""
    return (_other_zh if reading.zh else _other_en)(reading, start, end)


def is_signature(reading: Reading, start: int, end: int) -> bool:
    """Whether words stand in the name of a sender: 【青橙童车】, ——拾光手工 敬上."""
    left = reading.text.rfind("【", max(0, start - 8), start)
    right = reading.text.find("】", end, end + 8) if left >= 0 else -1
    signed = right >= 0 and not _GOODS_IN_BRACKETS.search(reading.text, left, right)
    return signed or bool(
        _BELOW.search(reading.text, max(0, start - 6), start) and _SIGNED.match(reading.text, end)
    )


def _other_zh(reading: Reading, start: int, end: int) -> bool:
    after, before = reading.after(end, 14), reading.before(start, 24)
    if _SHOP_ZH.match(after) or (_PLACE_ZH.match(after) and _PUT_ZH.search(before)):
        return True
    if before.endswith(("吃", "食")) and not speaks_of_order(reading):
        return True
    if _OFFER_ZH.search(after) or _OTHERS_ZH.search(before):
        return True
    gift = _GIFT_ZH.search(before)
    return gift is not None and not _BOUGHT_ZH.search(before, gift.start())


def _other_en(reading: Reading, start: int, end: int) -> bool:
    if _SHOP_EN.match(reading.after(end, 16)):
        return True
    before = re.split(r"[.!?\n]", reading.before(start, 70))[-1]
    if _PLACE_EN.search(before) or before.endswith(("front ", "help ", "service ")):
        return True
    return bool(_GIFT_EN.search(before)) and not _OWN_EN.search(before)
