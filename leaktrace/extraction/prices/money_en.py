"""The money of countries in which English is written or spoken: its signs, its codes and what people call it."""

import re

from leaktrace.extraction.prices.sums import Said
from leaktrace.extraction.reading import Reading

__all__ = ["AFTER_FIGURE", "BEFORE_FIGURE", "IN_WORDS", "MAY_BE_MONEY", "is_of_currency"]

_CODES_TEXT = """
usd gbp eur aud cad nzd inr zar kes sgd hkd twd myr php ngn ghs ugx tzs aed sar qar kwd bhd omr egp ils chf sek nok dkk pln
jpy krw thb vnd idr pkr bdt lkr npr jmd ttd brl mxn zmw bwp etb xaf xof mwk rwf bbd
"""
_CODES = "|".join(_CODES_TEXT.split())
_NAMES = {
    "gbp": "quid|pounds?(?! of)|pnds?|nicker|squids?",
    "eur": "euros?|euroes",
    "inr": "rupees?|rupiya|rupaye|rupay",
    "zar": "rands?",
    "kes": "shillings?|bob",
    "ngn": "nairas?",
    "ghs": "cedis?",
    "php": "pesos?|piso",
    "myr": "ringgits?",
    "aed": "dirhams?|dhs",
    "sar": "riyals?",
    "thb": "baht",
    "chf": "francs?",
    "sek": "kronor|kroner|kronas?",
    "pln": "zloty",
    "jpy": "yen",
    "usd": "dollars?|dollahs?|bucks?|dollaz|smackers|smackeroos|greenbacks",
    "cad": "loonies",
    "bdt": "taka",
    "zmw": "kwacha",
    "bwp": "pulas?",
    "etb": "birr",
    "cny": "yuan|rmb|kuai",
}
"""What the money is called in words; a dollar may be any country's."""
_SIGNS = {
    "gbp": "£", "eur": "€", "inr": r"₹|\brs\b", "ngn": r"₦|^n\s?\d", "php": "₱", "ghs": "₵|gh¢", "krw": "₩", "thb": "฿", "kes": r"\bksh",
    "zar": r"^r\s?\d", "sgd": r"s\$|[新坡]币", "hkd": r"hk\$|港[币元]", "twd": r"nt\$|台币", "myr": r"\brm(?!b)|[令零]吉|马币", "aed": r"\bdhs?\b", "usd": r"\bus\s?\$",
}  # fmt: skip
_ALSO = {"inr": "PKR LKR NPR", "kes": "UGX TZS", "php": "MXN", "sar": "QAR OMR", "gbp": "EGP"}
"""Other money that has the same name or sign."""
_DOLLARS = r"(?:(?<![a-z])(?:(?:us|au|ca|cdn|nz|sg|hk|nt|tt|bds|ec)\s?|[acsj]))?\$"
IN_WORDS = rf"(?:{'|'.join(_NAMES.values())})"
"""What may stand behind a sum in words."""
BEFORE_FIGURE = (
    rf"{_DOLLARS}\s?|(?:gh)?[£€₹₦₱₵₩฿¢]\s?|\b(?:{_CODES})\s?|\b(?:rs\.?|[ktu]sh\.?|dhs?\.?|rm|php|tk\.?|s/)\s?"
    r"|\b[nk]\s?(?=\d{1,3},\d{3}|\d{3,6}(?!\w))"
)
"""What may stand before a sum in figures."""
AFTER_FIGURE = (
    rf"(?:(?:{IN_WORDS}|{_CODES}|rs|rm|ksh)\b|[$£€₹₦₱](?!\s?\d)|/[-=](?!\d)|(?<=\d)\.-(?!\d))"
)
"""What may stand behind one: 1499/- and 4350/= too."""
MAY_BE_MONEY = re.compile(
    rf"[$£€₹₦₱₵₩฿¢]|/[-=]|\d\.-|{IN_WORDS}|{_CODES}|\b(?:rs|rm|r|[ktu]sh|dhs?|tk)\b|\b[rnk]\s?\d"
)
"""What every text with a sum of money has somewhere, but for sums without a unit."""
_CURRENCY = re.compile(
    "|".join(
        rf"(?P<{code}>"
        + "|".join(
            part
            for part in (
                code if code in _CODES_TEXT else "",
                ""
                if code in ("usd", "cny")
                else rf"(?<![a-z])(?:{_NAMES[code]})"
                if code in _NAMES
                else "",
                _SIGNS.get(code, ""),
            )
            if part
        )
        + ")"
        for code in dict.fromkeys([*_CODES_TEXT.split(), *_NAMES])
        if code != "cny"
    )
)


def is_of_currency(reading: Reading, one: Said, currency: str) -> bool:
    """Whether an amount is not named in another currency than the order's."""
    named = _CURRENCY.search(reading.text[slice(*one.span)])
    if named is None or not currency:
        return True
    code = named.lastgroup or ""
    return code.upper() == currency or currency in _ALSO.get(code, "").split()
