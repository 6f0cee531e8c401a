"""A made-up export of a Taobao shop with habits: sales days, price changes, coupons, regular buyers, notes."""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta

GOODS = (
    ("蜂蜜柚子茶 500克", 3990), ("冻干草莓脆 60克*3袋", 2990), ("山核桃仁 罐装250克", 6800), ("手剥松子 500克", 8990),
    ("黑芝麻丸 独立小包装", 4580), ("红枣夹核桃 礼盒，送礼装", 9900), ("桂花藕粉 便携装", 3280), ("陈皮普洱 小青柑", 12800),
    ("燕麦脆 混合水果", 4990), ("每日坚果 30包", 10900), ("烤椰子片", 1590), ("无糖酸梅膏", 2680), ("玫瑰花茶 罐装", 3580),
    ("牛肉干 五香 100克", 3890), ("柠檬片 冻干", 1990), ("菊花茶 胎菊", 2890), ("山楂条 无添加", 1290), ("杏仁粉 600克", 5690),
)  # fmt: skip
PLACES = (
    ("浙江省", "杭州市"), ("浙江省", "宁波市"), ("江苏省", "南京市"), ("江苏省", "苏州市"), ("广东省", "广州市"),
    ("广东省", "深圳市"), ("北京", "北京市"), ("上海", "上海市"), ("四川省", "成都市"), ("湖北省", "武汉市"), ("山东省", "青岛市"),
)  # fmt: skip
NOTES = ("尽快发货", "请发顺丰", "不要放驿站", "送人的，包装好一点", "麻烦发新日期的", "周末送货")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "子轩雨桐明华丽娟伟强敏静洁文博思远"
HOURS = (3, 1, 1, 0, 0, 1, 2, 4, 7, 10, 13, 11, 10, 9, 9, 9, 9, 8, 8, 11, 15, 18, 15, 9)
BEGIN, DAYS = date(2025, 9, 1), 365


def taobao_rows(rng: random.Random, count: int) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows with the columns of the legacy export, as its cells are written."""
    days = [BEGIN + timedelta(days=n) for n in range(DAYS)]
    volumes = [_volume(day) for day in days]
    placed = sorted((day, *_clock(rng)) for day in rng.choices(days, volumes, k=count))
    buyers = list(_buyers(rng, count * 2 // 3))
    return [
        (n, _row(rng, day, time(*clock), rng.choice(buyers)))
        for n, (day, *clock) in enumerate(placed, start=2)
    ]


def _volume(day: date) -> float:
    sale = {(11, 11): 9.0, (11, 1): 3.0, (6, 18): 6.0, (12, 12): 4.0}.get((day.month, day.day), 1.0)
    return sale * (1.2 if day.weekday() < 5 else 0.9) * (1.4 if day.month in (12, 1) else 1.0)


def _clock(rng: random.Random) -> tuple[int, int, int]:
    hour = rng.choices(range(24), HOURS)[0]
    return hour, rng.randrange(60) if rng.random() < 0.9 else 0, rng.randrange(60)


def _buyers(rng: random.Random, count: int) -> Iterator[tuple[str, str, tuple[str, str], str]]:
    for n in range(count):
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2, 2))))
        place = rng.choices(PLACES, range(len(PLACES) + 3, 3, -1))[0]
        yield f"tb{n:06}_{rng.randrange(100)}", name, place, f"{rng.randrange(10**6):06}"


def _row(
    rng: random.Random, day: date, at: time, buyer: tuple[str, str, tuple[str, str], str]
) -> dict[str, str]:
    nick, name, (province, city), tail = buyer
    weights = [
        1 / (n + 1 + (3 if day.month in (6, 7, 8) and n % 3 else 0)) for n in range(len(GOODS))
    ]
    kinds = rng.choices((1, 2, 3), (0.78, 0.17, 0.05))[0]
    chosen = sorted(set(rng.choices(range(len(GOODS)), weights, k=kinds)))
    pieces = [rng.choices((1, 2, 3, 5), (0.8, 0.14, 0.04, 0.02))[0] for _ in chosen]
    level = 95 if day >= date(2026, 3, 1) else 100
    total = sum(GOODS[n][1] * level // 100 * count for n, count in zip(chosen, pieces, strict=True))
    off = total // 20000 * 2000 + rng.choices((0, 500, 1000), (0.7, 0.2, 0.1))[0]
    paid = max(100, total - off) + (800 if total < 3000 else 0)
    return {
        "订单编号": f'="{rng.randrange(10**12, 4 * 10**12)}{tail}"',
        "买家会员名": nick,
        "买家实际支付金额": f"{paid / 100:.2f}",
        "订单状态": "交易成功",
        "收货人姓名": name,
        "收货地址": f"{province} {city} 某区 某路{rng.randrange(1, 900)}号",
        "联系手机": "'",
        "订单创建时间": f"{day} {at}",
        "宝贝标题": "，".join(GOODS[n][0] for n in chosen),
        "宝贝总数量": str(sum(pieces)),
        "买家留言": rng.choice(NOTES) if rng.random() < 0.12 else "",
    }
