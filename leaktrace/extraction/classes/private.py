"""Whether a text asks for money to a private account, which nobody who handles orders does: 转9块9邮费到我微信."""

import re

__all__ = ["asks_private"]

_TO_WHOM = r"(?:我|他|她|伊|佢|俺|快递员|派件员|配送员|骑手|小哥|师傅|站长|个人|私人|本人|经理|专员|会计|财务)"
_ACCOUNT = r"(?:微信|威信|薇信|支付宝|v信|vx|wx|账[户号]|银行卡|卡[上里号]|收款码|付款码|二维码|零钱|钱包|的?码)"
_PAYS = r"(?:转|付|打|发|汇|补|交|给|出|垫|扫)"
_FEE = r"(?:费|[块元圆毛]|红包|差价|差额|钱|款|税|押金|定金|尾款|\d)"
_PRIVATE = re.compile(
    rf"{_PAYS}[^。！？!?，,；;]{{0,14}}?(?:到|给|至|进|去|入)?{_TO_WHOM}(?:们)?(?:的|这个|那个|个人|私人|本人){{0,2}}{_ACCOUNT}"
    rf"|{_FEE}[^。！？!?；;]{{0,12}}(?:微信|支付宝|v信|vx)(?:上)?(?:转|付|发|扫)(?:账)?(?:给|到)?{_TO_WHOM}"
    rf"|加(?:一?下)?{_TO_WHOM}(?:的)?(?:微信|v信|v|vx|wx)[^。！!]{{0,12}}(?:转|付|发红包|补)[^。！!退赔]{{0,10}}{_FEE}?"
    rf"|(?:微信|支付宝)(?:转账?|付款?)(?:给|到)?{_TO_WHOM}[^。！!]{{0,6}}{_FEE}"
    rf"|(?:个人|私人|我个?人?|我这个?)(?:的)?(?:收款|付款)?码"
    rf"|(?:发|转)[^。，,]{{0,3}}红包[^。，,]{{0,4}}(?:给{_TO_WHOM}|当|抵|算|补)"
)
_PAID_BACK = re.compile(r"[退赔返补]偿?(?:给|到|回|款)|退[了到您你我]|赔[了您你我]|[退赔返]$")
"""Who pays something back pays to the buyer."""
_DENIED = re.compile(r"不会|不要|切勿|请勿|勿|谨防|没要|没让|无需|不用|不收|别")
_CLAUSE = re.compile(r"[。！？!?；;，,\n]")
_MAY = re.compile(r"微信|威信|薇信|支付宝|v信|vx|wx|账[户号]|银行卡|卡[上里号]|码|零钱|钱包|红包|v")


def asks_private(folded: str) -> bool:
    """Whether somebody asks that money be sent to a person's own account or code.

    Args:
        folded: the words.
    """
    if not _MAY.search(folded):
        return False
    for match in _PRIVATE.finditer(folded):
        starts = [cut.end() for cut in _CLAUSE.finditer(folded, 0, match.start())]
        clause = folded[starts[-1] if starts else 0 : match.end()]
        if not _PAID_BACK.search(clause) and not _DENIED.search(clause):
            return True
    return False
