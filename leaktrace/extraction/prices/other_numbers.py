"""Numbers that say of themselves what they are, and are no sums: a code, a gate, a temperature, so many acres."""

import re

from leaktrace.extraction.prices.counted_en import NO_COUNT
from leaktrace.extraction.reading import Reading

__all__ = ["is_other_number"]

_CALLED_ZH = re.compile(
    r"(?:工号|验证码|校验码|密码|口令|暗号|代码|编码|分机号?|热线|频道|频率|调频|第|拨打|拨|致电|电话|发送|短信|回复|转接"
    r"|体温|温度|气温|水温|室温|湿度|血糖|血压|血脂|血氧|尿酸|心率|脉搏|体重|身高|腰围|胸围|视力|度数|血小板|白细胞|指数|指标"
    r"|成绩|得分|分数|考了|均分|学分|绩点|比分|排名|经度|纬度|海拔|时速|转速|电压|里程|车次|航班|登机口|站台|版本)"
    r"(?:为|是|有|到|才|都|了|已经?|在|：|:|高达|降到|升到|只有|测了?|量了?){0,3}\s?$"
)
_CALLED_EN = re.compile(
    r"\b(?:(?:(?:pass|post|zip|area|qr )?code|pin|otp|password|passcode|extension|ext\.?|badge|agent|employee|flight|channel|option|gate|platform|bus|tram|route|line|exit|pier|berth|terminal|stop|highway|motorway|freeway|interstate|junction"
    r"|row|ward|aisle|grade|chapter|verse|psalm|question|fm|lat|latitude|long|longitude|bearing|altitude|zone|magnitude|version)(?: (?:number|no\.?|id|is|was))*[:,#]?"
    r"|(?:weigh(?:t|s|ed|ing)?|height|gpa|bmi|iq|temperature|temp|fever|pressure|pulse|(?:heart )?rate|oxygen|blood sugar|glucose|cholesterol|score[ds]?|scoring|average|mean|median|rating|ratio|humidity|index|speed|frequency|odds|mileage|age[ds]?|turn(?:ed|ing|s)?)"
    r"(?: (?:number|is|was|at|of|has been|went up to|now|still|just|about))*[:,]?"
    r"|(?:text|sms|send|reply) [a-z]{2,9} to"
    r"|on (?:the )?(?:bus|tram|train|line|channel))\s$|\d over $"
)
_MEASURED = re.compile(
    r"[ -]?(?:fm|am(?= (?:radio|station|band))|[mkg]hz|hz|°|℃|deg(?:ree)?s?|celsius|fahrenheit|mmol|mg|kgs?|kilos?|grams?|lbs?|oz|stone|mm|cm|km|kmh|kph|mph|m|ft|inch(?:es)?|miles?|yards?|acres?|hectares?|percent|per cent|%|points|pts|goals?|runs?|wickets?|laps?|kcal|cal|watts?|volts?|amps?|bpm|bar|psi|db|gpa|bmi|fps|people|persons?|guests?|passengers?|degree|day|hour|minute|year|mile|metre|meter|page|seat|foot|pence|pages?)(?![\w])"
    r"| ?[nsew](?=[,.;)]|\s*$)| ?(?:摄氏|华氏|毫|微[米克升]|千[克米瓦卡]|公[斤里分克顷]|厘米|英[里尺寸]|兆|赫|摩尔|[度℃米克斤吨%岁秒伏瓦]|分(?!.?[期次开给别])|比[0-9一二三四五六七八九])"
)
"""A unit or a measure that stands behind a number."""
_FREE = re.compile(rf" (?:off|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|{NO_COUNT}")
"""What may follow a whole sum: 189 off my card, 189 March 10."""


def is_other_number(reading: Reading, start: int, end: int) -> bool:
    """Whether the words beside a number without money tell that it is no sum.

    Args:
        reading: the text.
        start: where the number begins.
        end: where it ends.
    """
    called = _CALLED_ZH if reading.zh else _CALLED_EN
    return bool(
        called.search(reading.before(start, 32))
        or _MEASURED.match(reading.text, end)
        or (
            not reading.zh
            and "." not in reading.text[start:end]
            and not _FREE.match(reading.text, end)
        )
    )
