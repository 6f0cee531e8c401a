"""Contacts in the native format: calls without text, advertising, messages about orders, scam notes."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from planting import BEGIN, DAYS, World

from leaktrace.domain.channel import Field
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.order import Canary

_SECONDS = DAYS * 86_400
_FROM_DAY = 24
"""From here on every order has reached all its channels."""
_BACKGROUND = (
    "您好，银行信用贷款额度{0}万，月息低至三厘，需要办理吗？",
    "保险续保推销，车牌号都说错了，没有提到任何订单。",
    "【鹿岛贷款】尊敬的客户，您的专属额度{0}00元已到账，点击 h5.example.org/{1} 领取，退订回T",
    "一个女的问要不要装修，说小区团购满{0}人打折，我说不需要。",
    "招聘兼职日结{0}0元，打字员，加微信详谈。",
    "Congratulations! You have won a {0}0% discount on solar panels, press 1 to claim your free quote.",
    "孩子课程辅导推广，问几年级，没说是谁介绍的，编号{1}。",
    "房产中介，推销{0}号地铁口的商铺首付，听到不需要就挂断了。",
)
_EXPECTED = (
    "【{sender}】您的订单（尾号{tail}）已支付成功，商家正在备货。",
    "【{sender}】订单{order_no}已付款，感谢惠顾。如需退换请在App内申请，客服不会索要验证码。",
    "【{sender}】订单（尾号{tail}）已签收，期待您的评价。",
    "快递员打来，说有你个件，问放门口还是驿站，单号尾号{tail}。",
)
_SCAM = (
    "自称{sender}客服，问是不是{name}，说买的{product}质量不合格要召回，双倍退款，让加微信理赔。",
    "对方说是平台售后，知道我{day}下单付了{price}元，说误开了会员，要我提供银行卡取消。",
    "说我的快递丢了，订单号{order_no}，要赔付{price}元，让下载会议软件共享屏幕。",
    "男的，叫我{name}，说{product}甲醛超标，要退款到支付宝备用金，我挂了。",
)


def write_contacts(path: Path, world: World, rows: int, *, seed: int = 11) -> None:
    """Write that many contacts: 60 % calls without text, 30 % background, 5 % expected, 5 % scam."""
    with path.open("w", encoding="utf-8") as file:
        for row in _rows(world, rows, seed):
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def one_contact(canary: Canary, held: Exposure, ref: str) -> bytes:
    """A scam call on the line of a canary, by one who has that copy."""
    row = _frame(random.Random(ref), ref, canary.line_ids[0], medium="call")
    row["text"] = _scam(random.Random(ref), canary, held, 0)
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _rows(world: World, rows: int, seed: int) -> Iterator[dict[str, object]]:
    chance = random.Random(seed)
    for number in range(rows):
        part = chance.random()
        ref = f"r{number:09d}"
        if part < 0.9:
            row = _frame(chance, ref, chance.choice(world.lines), medium="call")
            if part >= 0.6:
                row["medium"] = chance.choice(("call", "sms", "im"))
                row["text"] = chance.choice(_BACKGROUND).format(
                    chance.randint(2, 50), chance.randint(1000, 99999)
                )
            yield row
            continue
        place = chance.randrange(len(world.canaries))
        canary, held = world.canaries[place], world.exposures[place][0]
        line = str(canary.identity.phone)
        if part < 0.95:
            row = _frame(chance, ref, line, medium="sms")
            row["text"] = chance.choice(_EXPECTED).format(
                sender="橙舟商城", tail=canary.order.order_no[-4:], order_no=canary.order.order_no
            )
            row["caller"] = "1069000001"
        else:
            row = _frame(chance, ref, line, medium="call")
            row["text"] = _scam(chance, canary, held, chance.randrange(len(_SCAM)))
            if chance.random() < 0.5:
                row["details"] = {"name": held.holds[Field.NAME]}
        yield row


def _scam(chance: random.Random, canary: Canary, held: Exposure, form: int) -> str:
    placed: datetime = canary.order.placed_at + timedelta(hours=8)
    return _SCAM[form].format(
        sender=chance.choice(("橙舟商城", "平台")),
        name=held.holds[Field.NAME],
        product=canary.order.items[0].title[:6],
        price=canary.order.amount,
        order_no=canary.order.order_no,
        day=f"{placed.month}月{placed.day}号",
    )


def _frame(chance: random.Random, ref: str, line: str, *, medium: str) -> dict[str, object]:
    at = BEGIN + timedelta(days=_FROM_DAY, seconds=chance.randrange(_SECONDS))
    return {
        "ref": ref,
        "medium": medium,
        "line": line,
        "occurred_at": at.isoformat(),
        "caller": fictional_phone(10_000_000 + chance.randrange(2_000_000)),
        "duration_s": chance.randrange(200),
        "received_at": (at + timedelta(seconds=chance.randrange(90))).isoformat(),
    }
