"""Words by which a contact shows what it is: what it wants, what it tells, or that nothing was said."""

import re

from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import fold

__all__ = ["SENDERS", "is_hollow", "is_silent", "lures", "service_words", "signed_by"]

_NEGATED = re.compile(
    r"[^。，,；;！!\n（(]*(?:不会|从不|不要?求?|切勿|请勿|勿|无需|不用|无须|谨防|警惕|没要|没让|没有要|未要求|没提|不收|没问)[^。，；;！!\n）)]*"
    r"|[^.\n;]*\b(?:no action needed|never ask|will not ask|won't ask|don't share|do not share|asked nothing|asked for nothing|not asked|didn't ask|did not ask|no need to|without asking)\b[^.\n;]*"
)
_LURE_ZH = re.compile(
    r"退款|退(?:给|一)?[你您]|理赔|赔付|赔偿|[赔陪]你|[赔陪][您我]|[赔陪]钱|陪付|三倍|双倍|两倍|退一赔|补偿|全额退|货款也退|退钱|退.{0,8}块|给您退|召回|质量问题|质检|不合格|超标|甲醛|含铅|有问题|安全隐患|抽检|漏电|异常|卡单|冻结|解冻|重复扣|扣费|扣款|误开|误设|误登|登记成|开通了|会员|代理商|批发|分期|征信|银联|安全账户|备用金|"
    r"验证码|银行卡|卡号|开户行|付款码|收款码|收款|身份证|共享屏幕|屏幕共享|会议软件|远程|下载|转账|汇款|押金|税金|补税|关税|清关|海关|保证金|加(?:一下)?(?:我|您|他)?(?:的|们)?(?:个)?(?:企业)?(?:微信|q|v|vx|客服|好友|理赔)|添加|扫(?:我)?(?:这个|码|描)|进群|拉您|好评返|返现|返利|刷单|领取|领奖|中奖|大奖|抽中|点击|请点|链接|联系(?:客服|专员|理赔|售后|专线)|专线|回电|求私了|私了|公安|涉案|涉毒|洗钱|黑客|盗刷|诈骗|屏幕|金融|额度|认证|激活|验证身份|改派费|补全|失败|重新支付|小程序领|提供|报一下|开屏|贷|理财|荐股|优惠|福利|免费|首付|楼盘|催收|招聘|兼职|推广|限时|套话|假冒|冒充|骗|私聊|转接|返还|缴|索要|补款|尾款|作废|取消(?:请|不了)|客服q|vx|qq|qq号|工号|盗|弄丢|丢失|摔坏|弄坏|破损|泡水|雨淋|登记退"
)
_LURE_EN = re.compile(
    r"refund|compensat|recall|verif|confirm your|gift card|prize|won a|you've won|claim|settlement|bank|card number|card no|debit|routing|zip \+|6-digit|code you|teamviewer|anydesk|remote|screen|whatsapp|cash app|text me|txt |call back|hacked|fraud|suspend|blocked|hold|customs|fee|pay \$|pay \d|gift|crypto|licen[cs]e|quality alert|defect|safety|lost|damaged|broke|out of stock|didn.?t go thru|bounced|could not be processed|incomplete|update:|returns to sender|unlock|\bhttps?:|hxxps?:|wire|transfer|insurance|loan|warranty|membership|enrol|taken twice|double|triple|not you\?|changed to a new|press (?:one|two|1|2)|toxic|contaminat|reimburs|overcharg|duplicate|cancel it|ssn|social security|passport|download|app called|deposit|accident|scam|pretend|claimed to be|payout|validate|declared value"
)
_LINK = re.compile(
    r"h[tx]{2}ps?:|(?<![@\w.])[a-z0-9-]+\.example\.(?:com|cn|net|org)/|(?:^|[\s，：:])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|top|xyz|cc|vip)/\S+"
)
_SERVICE_ZH = re.compile(
    r"已发货|已发往|发货|派送|派件|送货|配送|揽收|签收|取件|驿站|快递柜|柜号|放(?:在|门口|前台|到|物业|快递架|了)|门口|前台|代收|快递员|骑手|小哥|运单|物流更新|下单成功|已付款|支付成功|已支付|成功付款|备货|打包|出库|发票|订单确认|订单[成号].{0,4}|訂單|自动确认收货|回访|签收|价保|好评|延误|到楼下|在家吗|有你个件|面单|退货|售后结果|退款(?:申请)?已|已退回|原路退|评价|发圆通|收货后|确认收货|安装|预约|自提|换货|补发|催|改地址|的快递|快递到|块递|件到了|收到了吗|正在派"
)
_SERVICE_EN = re.compile(
    r"out for delivery|delivered|on the way|shipped|has shipped|ship to|track(?:ing)?:|arriv|invoice|receipt|order confirmation|confirmed|auto-completed|your order|locker|pick ?up|driver|courier|at the gate|front porch|package|parcel|how did we do|courtesy call|issued to your original|original payment|delivery|left (?:it|at|with)|signature|rescheduled|appointment|restock|review|feedback|concierge|genuine|installer|rate your|payment received|\bpaid\b"
)
_SILENT = re.compile(
    r"静音|没声音|无声|不说话|没说话|挂断|就挂|挂了|断线|断了|响一声|未接|振铃|没有留言|撤回|打错|满意度?|服务打分|调查|问卷|调研|传真|忙音|杂音|在吗|你好$|猜猜我是谁|听不出|没讲别的|漏接|没人说|随后断|没有下文|占线|空号|呼吸声"
    r"|rang (?:once|twice)|hung up|hang[- ]?up|line went dead|dead air|silence|silent|breathing|no message|no voicemail|missed call|wrong number|survey|poll|sticker|no callback|dropped|disconnect|no (?:one|body) (?:spoke|there)|voicemail, (?:empty|blank)|empty|fax|static|never mind|misdial|withheld"
)
_SIGN = re.compile(r"【([^】]{2,16})】")
_COURIERS = "顺丰|圆通|中通|申通|韵达|极兔|京东|邮政|ems|菜鸟|丰巢|德邦|百世|淘宝|天猫|拼多多|抖音|小红书|微信支付|支付宝|唯品会|苏宁|美团|饿了么|快手|闲鱼|快递|速运|物流|快运"
SENDERS = re.compile(
    rf"{_COURIERS}|\b(?:ups|usps|fedex|dhl|amazon|etsy|ebay|walmart|target|shopify|royal mail|hermes|evri)\b"
)
"""Well-known platforms and couriers, in a folded text."""
_FORGED = re.compile(r"理赔|赔付|客服|售后|退款|中心$|通知|提醒|专员|处理")


def lures(folded: str) -> list[str]:
    """What a text wants of the buyer, leaving out warnings that nobody will ask for it."""
    plain = _NEGATED.sub("。", folded)
    return [*_LURE_ZH.findall(plain), *_LURE_EN.findall(plain), *_LINK.findall(folded)]


def service_words(folded: str) -> int:
    """How many words of ordinary service talk a text has."""
    return len(_SERVICE_ZH.findall(folded)) + len(_SERVICE_EN.findall(folded))


def is_silent(folded: str) -> bool:
    """Whether a note says that nothing much was said: silence, a wrong number, a survey."""
    return bool(_SILENT.search(folded))


def is_hollow(folded: str) -> bool:
    """Whether a message has next to no content."""
    words = re.findall(r"[\u4e00-\u9fff]|[a-z0-9']+", folded)
    return len(words) <= 4


def signed_by(folded: str, facts: OrderFacts | None) -> bool:
    """Whether a platform or courier signs, of this order or a well-known one, and not its "claims centre"."""
    names = [fold(name) for name in facts.senders if name] if facts else []
    for signature in _SIGN.findall(folded):
        if _FORGED.search(signature):
            continue
        if SENDERS.search(signature) or any(
            name in signature or signature in name for name in names
        ):
            return True
    return any(re.match(rf"\s*{re.escape(name)}[:：]", folded) for name in names)
