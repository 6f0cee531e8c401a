"""A made-up shop: rows of the legacy Taobao export with buyers that can be looked for afterwards."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from leaktrace.domain.fiction import fictional_phone
from leaktrace.seeding.orders import detect, read_orders

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOODS = (("蜂蜜柚子茶 500克", 3990), ("冻干草莓脆", 2990), ("山核桃仁", 6800), ("桂花藕粉", 3280))
CITIES = (("浙江省", "杭州市"), ("江苏省", "南京市"), ("上海", "上海市"))
BEGIN = datetime(2026, 3, 2, tzinfo=SHANGHAI)


def taobao_rows(count=1200, *, seed=1, days=90):
    """Numbered rows, each of a buyer of its own."""
    rng = Random(seed)
    rows = []
    for n in range(count):
        title, cents = rng.choices(GOODS, (6, 3, 2, 1))[0]
        pieces = rng.choices((1, 2, 3), (8, 2, 1))[0]
        at = BEGIN + timedelta(
            days=rng.randrange(days), hours=rng.choices(range(24), HOURS)[0],
            minutes=rng.randrange(60), seconds=rng.randrange(60),
        )  # fmt: skip
        province, city = rng.choice(CITIES)
        note = rng.choices(("", "尽快发货", f"给{n:04}号楼的慧萍留着"), (8, 2, 1))[0]
        rows.append(
            (
                n + 2,
                {
                    "订单编号": f'="{at:%y%m%d}{rng.randrange(10**9):09}"',
                    "买家会员名": f"taobao_nick_{n}",
                    "买家实际支付金额": f"{cents * pieces / 100:.2f}",
                    "订单状态": "交易成功",
                    "收货人姓名": f"欧阳{chr(0x4E00 + n)}",
                    "收货地址": f"{province} {city} 某区 无人街{n}号",
                    "联系手机": f"'{fictional_phone(n)[3:]}",
                    "订单创建时间": f"{at:%Y-%m-%d %H:%M:%S}",
                    "宝贝标题": title,
                    "宝贝总数量": str(pieces),
                    "买家留言": note,
                },
            )
        )
    return rows


def taobao_orders(count=1200, **options):
    rows = taobao_rows(count, **options)
    return read_orders(rows, detect(rows[0][1]))


HOURS = (1, 0, 0, 0, 0, 0, 1, 2, 4, 8, 9, 9, 8, 7, 7, 7, 7, 7, 8, 9, 12, 12, 9, 4)
