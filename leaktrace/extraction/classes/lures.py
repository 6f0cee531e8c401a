"""Words by which a contact shows what it is: what it wants, what it tells, or that nothing was said."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import fold

__all__ = [
    "advertises",
    "asks_review",
    "has_topic",
    "is_genuine_talk",
    "is_hollow",
    "is_link",
    "is_payment_notice",
    "is_silent",
    "is_soft",
    "is_survey",
    "lures",
    "service_words",
    "signed_by",
    "speaks_of_sender",
    "words_zh",
]

_DENIED_ZH = re.compile(
    r"不会|从不|不要求|不要(?:相信|泄露|告诉)|切勿|勿(?<!回勿)|请勿|无需|不用|无须|谨防|警惕|没要|没让|没有要|未要求|没提|不收|没问(?!题)"
)
_TURN_ZH = re.compile(r"[，,](?:只|就|但|可是|却|让我|叫我|要我|喊我)")
_DENIED_EN = re.compile(
    r"\b(?=[a-z\d%])(?:no action (?:is )?(?:needed|required)|never asks?|will not ask|won't ask|don't share|do not share|asked (?:for )?nothing|not asked|didn't ask|did not ask|no need to|without asking|nothing else|nothing (?:was )?(?:requested|asked)|no (?:money|card|payment|details|codes?|links?))\b"
)
_IF_NOT = re.compile(
    r"(?:不行|不要|不满意|不合适|不喜欢|坏果|坏了)(?:的话)?[，,]?(?:可以|都|也)?(?:给?[您你])?[包可]?[退赔换]"
)
"""What a shop promises for the case that its goods do not please."""
_OFFER = re.compile(r"如(?:有|需|遇|果|非)")
_OWN_WAYS = re.compile(r"官方|app|小程序")
_SENTENCE_ZH = re.compile(r"[。；;！!\n)]")
_SENTENCE_EN = re.compile(r"[.\n;]")
# Alternatives that all begin with a plain character are tried only where one of these stands, which is three times
# as fast: so what must not stand before a word is asked behind its first character, and Chinese and English are apart.
_LURE_ZH = re.compile(
    r"理赔|赔付|赔偿|丢失|丢件|丢了|都丢|弄丢|赔给?[你您我钱]|陪给?[你您我钱]|陪付|三倍|两倍|双倍|2倍|3倍|4倍|5倍|6倍|7倍|8倍|9倍|退一赔|补偿|全额退|货款也退|要退(?:款|钱|给)|退钱|退\d|退[一二三四五六七八九两百]|给[您你][^。，,]{0,6}退|帮[您你][^。，,]{0,4}(?:退款|办理|取消|解)|为[您你][^。，,]{0,4}(?:退款|办理|取消|解)|退款(?:给|通道|登记|待|专员|异常|失败|银行|链接|不要|到|办理)|双倍退|申请退|需退货|"
    r"召回|质量问题|绿色通道|激素|检出|检测出|霉菌|细菌|防腐剂|重金属|有毒|致癌|违禁|被扣|扣押|扣留|滞留|无法(?:派送|投递|配送)|派送失败|投递失败|配送失败|补[交缴]|质量不|不合格|超标|甲醛|含铅|安全隐患|抽检|漏电|异(?<!如有异)(?<!如遇异)常|卡单|冻结|解冻|重复扣|扣费|扣款|误[开设登装升]|登记成|升级为|开通[^。，,]{0,8}(?:会员|vip|卡|额度|服务)|取消[^。，,]{0,8}(?:会员|vip|卡|额度|服务)|代理商|批发|分期|征信|银联|安全账户|中间账户|跟着?我操作|按我说的(?:操作|做)|备用金|保证金|"
    r"(?:要|叫|让|喊)(?:我|咱|俺)[^。，,]{0,5}(?:给|发|念|说|提供|告诉|转)[^。，,]{0,6}验证码|报(?:验证码)(?!勿)|验证码(?!勿)|银行卡|卡号|开户行|付款码|收款码|身份证|共享屏幕|屏幕共享|会议软件|远程|下载|转账|汇款|押金|税金|补税|退税|清关|加(?:一下|下)?(?:我|您|他|她)?(?:的|们)?(?:一下)?(?:个)?[^。，,]{0,4}(?:微信|威信|q|v[:：\s]|v信|vx|wx|客服|好友|理赔|店长)|添加|扫(?:我|码|一下|描)|进群|拉[您你我]进?|返现|返利|刷单|领取[^。，,]{0,4}(?:h[tx]{2}p|补|赔|红包|奖|退)|领奖|中奖|大奖|抽中|点击(?!app|我的|官方|小程序)|请点|戳|链接|"
    r"联系(?:\d|专线|理赔|售后\d|财务|专员)|专线|回电|来(?<!未接来)电\d|致电\d|求私了|私了|公安局|涉案|涉毒|洗钱|黑客|盗刷|假冒|冒充|骗|金融|额(?<!个人额)度|认证|激活|改派费|补全|支付失败|重新支付|付款失败|领赔付|领补偿|报一下|贷|转接|索要|尾款|作废|登记退|盗用|赎回|清零|二维码|点(?:一下)?我(?:刚)?(?:发|给)|我(?:刚)?发(?:给?[你您])?的(?:小程序|链接)|(?:转|打|发)[^。，,]{0,8}(?:到|给)我|到我(?:的)?(?:微信|支付宝|账)|(?:付|转|出|垫)[^。，,]{0,4}(?:邮费|运费|快递费|手续费|服务费)|(?:邮费|运费)(?:\d|[一二三四五六七八九十]|先|转|要)|(?:支付宝|微信|银行)[^。，,]{0,4}(?:账号|密码|登录)|支付密码|短信码|动态码|口令红包|数字人民币|网贷|借呗|花呗额|可疑|盘问|不对劲|明显不对|私下|线下转|好评返|五星好评"
)
_LURE_EN = re.compile(
    r"\b(?=[a-z\d%])(?:(?:confirm|verify|update|give (?:me|us)|send (?:me|us)|check|need|read (?:me|us|out)|tell (?:me|us)) (?:the|your) (?:\w+ )?(?:credit|debit|bank|card|account|sort)\b(?: (?:card|details|account|number|code))?|refund (?:of|is|department|team|request|agent|link|you|me|that|for)|(?:full|triple|double|instant|your|a|re-run the|process the|issue a) refund|we refund|to refund|compensat\w*|recall\w*|verify|verification|validate|pay (?:u|you)|do ?n.?t (?:report|tell|complain)|gift cards?|prize|you've won|won a|claims?|settlement|bank(?:ing)?|card (?:number|no|details)|debit|routing|zip|6-digit|the code|code you|teamviewer|anydesk|remote|screen ?share|share (?:my|your) screen|whatsapp|cash ?app|text me|txt|call (?:us |me )?back|declined|call (?:us )?(?:at|on|now|\+?1)|hacked|fraud|suspend\w*|blocked|on hold|the hold|held|customs|fees?|pay [$£€]?\d+|pay double|crypto|licen[cs]e|quality alert|defect\w*|safety|lost|damaged|broke|could ?n.?t be delivered|undeliverable|redelivery|gives? (?:you )?(?:your )?money back|giving your money back|expir(?:e|es|y)|out of stock|bounced|failed|could not be processed|not processed|incomplete|returns to sender|unlock|wire (?:transfer|money|the)|transfer|insurance|loan|warranty|membership|enrol\w*|taken twice|twice|double|triple|not you|changed to a new|press (?:one|two|1|2)|toxic|contaminat\w*|reimburs\w*|overcharg\w*|duplicate|ssn|social security|passport|download|install|deposit|scam\w*|pretend\w*|claimed to be|payout|declared value|cancel(?:led|ed)? (?:it|or)|unauthori[sz]ed|suspicious|wholesale|(?:asked|wanted|need\w*) (?:for )?(?:me |my |the |an? )?(?:[\w-]+ ){0,2}(?:code|passcode|pin)|iban|paypal|zelle|venmo|bitcoin|qr|alipay|wechat pay|credit card|bank details|sort code|otp|one.time (?:code|password|pin)|e-?transfer|e-?wallet|interac|security question|log ?in (?:details|password)|login|password|payid|m-?pesa|upi|steam card|data breach|goodwill|clearance|pay the (?:postage|shipping)|postage (?:of|due))\b|didn.?t go thru|go through"
)
_SOFT = re.compile(
    r"滞留|无法.*|(?:派送|投递|配送)失败|下载|身份证|联系.*|(?<!如有)异常|作废|押金|税金|补税|清关|银行卡|验证码|尾款|认证|补全|好评返|添加|激活|致电.?|来电.?|转接|回电|分期|抽检|二维码|付运费|付邮费|(?:邮费|运费).?"
    r"|undeliverable|redelivery|could ?n.?t be delivered|expir(?:e|es|y)|lost|held|on hold|the hold|failed|damaged|fees?|claims?|bank|card details|download|install|deposit|refund (?:of|is)|out of stock|safety|transfer|customs|warranty|twice|text me|txt|call (?:us )?(?:at|on)|the code|broke|incomplete|remote|verification|insurance|call back|duplicate|membership|qr|credit card|goodwill|clearance|login|password|postage (?:of|due)"
)
_LINK = re.compile(
    r"h[tx]{2}ps?:|(?<![@\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|top|xyz|cc|vip|info)/\S+"
)
_SERVICE_ZH = re.compile(
    r"已发货|已发往|发货|已从|派送|派件|送货|配送|揽收|签收|取件|驿站|快递柜|柜号|丰巢|给[你您]放|放(?:在|门口|前台|物业|到|物业|快递架|了|哪|您|你)|前台|代收|快递员|骑手|小哥|运单|物流更新|承运|查看物流|物流详情|下单成功|已付款|支付成功|已支付|成功付款|备货|打包|出库|发票|订单确认|成立通知|自动确认收货|回访|价保|延误|到楼下|在家吗|有你个件|面单|已退回|原路退|评价|收货后|确认收货|预约|自提|换货|补发|没货|缺货|断货|给[您你]发|装箱|改地址|的快递|快递到|收派员|派件员|投递|柜子|箱子|签字|当面|拆开看|下来拿|进门|怎么进|发出|先发|拆单|补发|仓库|今天走|陆运|空运|原价|电子发票|件到了|收到了吗|正在派|已到|送达|投递|派件中|售后(?:结果|进度|完成)|已受理|审核通过|安装师傅|上门安装|保修|质保"
)
_SERVICE_EN = re.compile(
    r"\b(?=[a-z\d%])(?:out for delivery|delivered|on (?:the|its) way|shipped|ship(?:ping)? to|tracking|track|arriv\w+|invoice|receipt|order confirm\w+|confirmed|auto-completed|locker|pick ?up|driver|courier|at the (?:gate|door)|front (?:porch|door|desk)|how did we do|courtesy call|original payment|delivery|left (?:it|at|with)|signature|rescheduled|appointment|review|feedback|concierge|genuine|installer|rate your|payment received|paid|thank you for your order|has been (?:dispatched|packed)|mailroom|doorman|buzz\w*|neighbou?r|thanks for (?:shopping|your (?:purchase|order))|order (?:number|no)|ships? to|goes out|in transit|facility|waybill|replacement|fitter|return (?:for|of|request)|labels?|confirming|(?:and|was|been) refunded|lobby|doorbell|bell|porch|mailbox|parcel shop|scheduled)\b"
)
_SILENT_ZH = re.compile(
    r"静音|没声音|无声|没(?<!门卫没)(?<!家里没)(?<!屋里没)(?<!前台没)人|不说话|没说话|不出声|沉默|呼吸|挂断|就挂|挂了|断线|断了|响一?两?[一二两三]?声|未接|振铃|没有留言|空白|撤回|打错|拨错|发错|满意度|回访机器人|打分|调查|问卷|调研|传真|忙音|杂音|电流|在吗|在不在|你好$|您好$|猜猜我是谁|听不出|听不清|没讲别的|漏接|没有下文|占线|空号|表情|语音消息|没说完|不知道是|认错人|回拨[^。]{0,6}(?:空|不通|停机)"
)
_SILENT_EN = re.compile(
    r"\b(?=[a-z\d%])(?:rang (?:once|twice|off)|hung up|hang[- ]?ups?|hangs up|line went dead|dead air|silen\w+|breathing|no message|no voicemail|missed calls?|wrong (?:number|person|house|address|flat|apartment)|apologi[sz]ed|survey|questionnaire|poll|sticker|no callback|dropped|disconnect\w*|no(?:body|[ -]one)|blank|empty|fax|static|never mind|nvm|misdial\w*|withheld|unanswered|abandoned|clicked off|gone|no answer|cut off|beep\w*|background noise|music|said nothing|who is this|who's this)\b"
)
_TOPIC_ZH = re.compile(
    r"贷|资金|周转|下款|额度|提现|利息|利率|保险|车险|续保|装修|建材|房|楼盘|首付|学区|商铺|招聘|招工|兼职|日结|打字|股|荐|基金|理财|收益|投资|期货|医美|植牙|体检|双眼皮|减肥|培训|课程|机构|教育|孩子|早教|辅导|优惠|促销|折|满减|大促|红包|棋牌|彩|充值|游戏|娱乐|会员|发票|代开|税|执照|公司注册|银行|信用卡|pos|还款|逾期|欠款|催收|法院|律师|公安|网警|警|社保|医保|疾控|流调|通管|通信管理|宽带|流量|套餐|停机|积分|兑换|etc|车主|车|快递|包裹|理赔|客服|售后|退款|平台|中奖|福利|礼品|免费|回收|收购|旧家电|清洗|空调|保洁|家政|展会|邀请|供应商|采购|客户名单|外贸|邮箱|扩容|登录|账号|密码|系统|安全|钱|借|网恋|交友|表姐|同学|群|加[微vq]|微信|qq|关注|主播|点赞|粉丝|软件|老板|领导|张总|钢材|推销|推广|广告|营销|代理|加盟|办证|刻章|酒|茶|保健|老年|养生|药|手机号|老公|爆料|裸|约|领取|冒充|自称|骗|订单|店铺|投票|捐|机主"
)
_TOPIC_EN = re.compile(
    r"\b(?=[a-z\d%])(?:loans?|credit|debt|collector|insurance|medicare|warranty|car|vehicle|solar|roof\w*|house|home|mortgage|rent|seo|website|marketing|sales?|selling|offer\w*|discount|free|% off|\d+%|promo\w*|deals?|gift|prize|won|winner|voucher|redeem|pre-?selected|approved|lottery|casino|bet\w*|crypto|bitcoin|invest\w*|stocks?|signals|forex|job|recruiter|remote work|part time|hiring|work from home|donat\w*|charity|fund|fundraiser|vote|campaign|election|measure|candidate|tax\w*|irs|social security|benefits?|police|court|warrant|lawsuit|legal|beneficiary|barrister|inherit\w*|sum of|usd|account|password|login|netflix|apple|microsoft|virus|tech support|computer|bank|card|payment|package|parcel|delivery|order|customer service|amazon|unsubscribe|subscribe|agent|energy|electric\w*|internet|cable|timeshare|vacation|cruise|hotel|health|pills?|weight|dating|hot|singles|contacts|number for|looking for|robocall|press one|press 1|pretend\w*|claim\w*|scam\w*|telemarket\w*|pitch|company|church|timeshare|student)\b"
)
_AD = re.compile(
    r"首付|开盘|公积金|样板间|积分|话费|流量包|免费试用|清仓|促销|大促|特价|活动价|老客户专享|满\d+减|全场|限时抢|新品上市|打折|低至|秒杀|双眼皮|首单|现在只要|现在仅|仅需|只需\d|限时优惠|业主福利|寒假班|暑假班|一对一|拒收请?回|回[复tT]?[tTrR]退订|退订回|前[一二三\d]\S{0,3}名[送免]|全包|咨询请按|unsubscribe|%(?<=\d%) off|sale ends|shop now|buy now|from \$\d"
)
_PERSONAL = re.compile(
    r"您(?:在|的|于|昨|前|购|买|拍|订|下)|你(?:买|拍|的|昨)|订单号|尾号|退款|your order|you (?:bought|ordered|purchased)|refund"
)
_MARKS = re.compile(r"\[[^\]]*\]|\(\?[<!=:]*")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_HALVES = frozenset(
    re.findall(
        r"\S+",
        "一对 不知 个件 了吗 二维 件到 公积 内聊 双眼 听不 唯品 在不 小红 店小 我操 打电 拼多 收发 收派 改地 放前 放门 旧家 "
        "有你 求私 的快 话约 说的 道是 退一 重金 防腐 领补 领赔 饿了 也退 证码 没声 不合 送快 响一 报一 小程 按我 到楼",
    )
)
"""Pairs of characters in those words that are no words by themselves."""
_SIGN = re.compile(r"【([^】]{2,16})】")
_COURIERS = "顺丰|圆通|中通|申通|韵达|极兔|京东|邮政|ems|菜鸟|丰巢|德邦|百世|淘宝|天猫|拼多多|抖音|小红书|微信支付|微信小店|支付宝|海关|唯品会|苏宁|美团|饿了么|快手|闲鱼|快递|速运|物流|快运|品牌官网"
_SENDERS = re.compile(
    rf"{_COURIERS}|\b(?:ups|usps|fedex|dhl|amazon|etsy|ebay|walmart|target|shopify|royal mail|evri|paypal)\b"
)
_FORGED = re.compile(r"理赔|赔付|客服|售后|退款|中心$|专员|处理")
_DOOR_ZH = re.compile(
    r"快递员|快递小哥|小哥|骑手|送货|收派员|派件|投递员|送件|送快递|保安|门卫|收发室|店小二|店主|店长[:：]|仓库的?人?打|驿站|物业打来|前台有|前台打|取件|有你个件|放门口|放前台|放哪|在家吗|开门|门禁|快递柜|快递[:：]|回访|店家|卖家[:：]|商家[:：]|送水|安装师傅|家里有人"
)
_DOOR_EN = re.compile(
    r"\b(?=[a-z\d%])(?:driver|courier|concierge|at the (?:gate|door)|delivery (?:man|guy|person)|mailman|mail carrier|doorman|reception|front desk|installer|fitter|technician|seller(?::| here)|in the post|shop called|store called|doorbell|lobby)\b"
)
_GENUINE_ZH = re.compile(
    r"正常[。.！!]?(?:$|[。，,])|没要任何|没有?要求任何|我(?:先|自己)?(?:申请|预约|约|下单约|打电话约)的?|平台内聊|是真的?快递"
)
_GENUINE_EN = re.compile(
    r"\b(?=[a-z\d%])(?:genuine|legit(?:imate)?|asked nothing|real (?:driver|courier)|i(?:'d| had)? (?:booked|opened a ticket|requested|arranged|asked for)|nothing (?:was )?(?:requested|asked))\b"
)


_SENDER_FIRST = re.compile(rf"(?:{_SENDERS.pattern})[^:：,，]{{0,8}}[:： ]")
_HEADED = re.compile(rf"^(?:from:\s*)?(?:{_SENDERS.pattern})\s*[:：]")
_OF_SENDER = (
    "order", "package", "parcel", "delivery", "item", "purchase", "shipment",
)  # fmt: skip
_PAYMENT = re.compile(
    r"【[^】]{0,8}(?:银行|银联|云闪付|信用卡)[^】]{0,4}】.{0,120}(?:消费|支出|付款|交易)"
)
_REVIEW = re.compile(r"好评|晒图|晒单|追评|买家秀|评价|\breviews?\b")
_INSERT = re.compile(
    r"(?:包裹|快递|盒子?|箱子?|袋子?|货)(?:里|内|中)[^。]{0,8}(?:卡|纸条|传单)|(?:售后|好评|返现|随货|晒图)卡|邀请[您你][^。]{0,16}评价"
    r"|(?:card|slip|note|flyer|leaflet)\b[^.]{0,16}\b(?:in|inside|with) (?:the|my) (?:box|parcel|package)"
)
_FOR_REVIEW = re.compile(
    r"好评返|五星好评|返现|返利|加.*|添加|扫.*|进群|拉.*|领取.*|gift cards?|refund .*"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]|[a-z0-9']+")
_SURVEY = re.compile(
    r"民意|问卷|调研|人口普查|登记[^，。]{0,4}人口|人口登记|\b(?:opinion |quick )?(?:poll|survey|questionnaire)\b"
)


def asks_review(folded: str, wants: Sequence[str]) -> bool:
    """Whether a card in the parcel or the shop asks for a review, and for no more than a shop would."""
    asked = _REVIEW.search(folded) and _INSERT.search(folded)
    return bool(asked) and all(map(_FOR_REVIEW.fullmatch, wants))


def is_payment_notice(folded: str) -> bool:
    """Whether a bank writes that something was paid."""
    return bool(_PAYMENT.search(folded))


def is_survey(folded: str) -> bool:
    """Whether opinions or people are counted."""
    return bool(_SURVEY.search(folded))


def speaks_of_sender(folded: str, facts: OrderFacts | None) -> bool:
    """Whether a text speaks of the buyer's order at one of those who handle it: your Walmart order."""
    if "your " not in folded:
        return False
    names = _folded(facts.senders) if facts else ()
    things = "|".join(_OF_SENDER)
    return any(
        re.search(
            rf"\byour (?:recent )?(?:{re.escape(name)} (?:{things})|(?:{things}) (?:from|with|by) {re.escape(name)})\b",
            folded,
        )
        for name in names
    )


def lures(folded: str) -> list[str]:
    """What a text wants of the buyer, leaving out warnings that nobody will ask for it."""
    plain = _without_denials(folded)
    return [*_LURE_ZH.findall(plain), *_LURE_EN.findall(plain), *_LINK.findall(folded)]


def _without_denials(folded: str) -> str:
    """A text without what it says that nobody wants, and without what one may do in the sender's own app."""
    folded = _IF_NOT.sub("", _HEADED.sub("", folded))
    kept = "。".join(part for part in _SENTENCE_EN.split(folded) if not _DENIED_EN.search(part))
    return "。".join(map(_undenied, _SENTENCE_ZH.split(kept)))


def _undenied(sentence: str) -> str:
    """What no denial reaches, nor "if you need ..., in our app": the words before it and behind its turn."""
    if denial := _DENIED_ZH.search(sentence):
        clause = max(sentence.rfind(mark, 0, denial.start()) for mark in "，,(")
        turn = _TURN_ZH.search(sentence, denial.end()) if denial[0] == "没提" else None
        behind = _undenied(sentence[turn.start() :]) if turn else ""
        sentence = sentence[: max(clause, 0)] + behind
    offer = _OFFER.search(sentence)
    if offer and _OWN_WAYS.search(sentence, offer.end()):
        return sentence[: offer.start()]
    return sentence


def is_link(word: str) -> bool:
    """Whether what a text wants is that a link is followed."""
    return bool(_LINK.match(word))


def is_soft(word: str) -> bool:
    """Whether those who handle the order ask for such a thing too."""
    return bool(_SOFT.fullmatch(word))


def service_words(folded: str) -> int:
    """How many words of ordinary service talk a text has."""
    return len(_SERVICE_ZH.findall(folded)) + len(_SERVICE_EN.findall(folded))


def is_genuine_talk(folded: str) -> tuple[bool, bool]:
    """Whether somebody stands at the door or asks how it was; whether the note says that it was genuine."""
    at_door = _DOOR_ZH.search(folded) or _DOOR_EN.search(folded)
    return bool(at_door), bool(_GENUINE_ZH.search(folded) or _GENUINE_EN.search(folded))


def is_silent(folded: str) -> bool:
    """Whether a note says that nothing much was said: silence, a wrong number, a survey."""
    return bool(_SILENT_ZH.search(folded) or _SILENT_EN.search(folded))


def is_hollow(folded: str) -> bool:
    """Whether a message has next to no content."""
    return len(list(islice(_WORDS.finditer(folded), 5))) <= 4


def has_topic(folded: str) -> bool:
    """Whether a text sells, lends, collects, threatens or pretends something."""
    return bool(_TOPIC_ZH.search(folded) or _TOPIC_EN.search(folded) or _LINK.search(folded))


def advertises(folded: str) -> bool:
    """Whether goods, sums and dates in a text are those of an advertisement."""
    return bool(_AD.search(folded)) and not _PERSONAL.search(folded)


def signed_by(folded: str, facts: OrderFacts | None) -> bool:
    """Whether a platform or courier signs, of this order or a well-known one, and not its "claims centre"."""
    names = _folded(facts.senders) if facts else ()
    for signature in _SIGN.findall(folded):
        if _FORGED.search(signature):
            continue
        if _SENDERS.search(signature) or any(
            name in signature or signature in name for name in names
        ):
            return True
    head = folded[:40]
    return bool(_SENDER_FIRST.match(head)) or any(head.startswith(name) for name in names)


@lru_cache(maxsize=4096)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that there are, folded; the same ones stand in every order of a merchant."""
    return tuple(fold(name) for name in names if name)


@lru_cache(maxsize=1)
def words_zh() -> frozenset[str]:
    """The Chinese words of two characters that these rules are made of, and those in longer ones that are words too."""
    patterns = (_LURE_ZH, _SERVICE_ZH, _SILENT_ZH, _TOPIC_ZH, _AD, _DOOR_ZH, _GENUINE_ZH, _SENDERS)
    found: set[str] = set()
    for pattern in patterns:
        for word in _HAN.findall(_MARKS.sub(" ", pattern.pattern)):
            found.add(word[:2])
            if len(word) == 4:
                found.add(word[2:])
    return frozenset(found) - _HALVES
