"""Words and pictures: every text has a translation, every verdict a sentence, every mark its place."""

import ast
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from console_msgids import CATALOGUE, FOLDER, everything

from leaktrace.attribution import VERBAL_SCALE, verbal
from leaktrace.console import refusal_texts, refusals
from leaktrace.console.charts import MARK, WIDTH, draw_timeline
from leaktrace.console.contact_pages import pieces
from leaktrace.console.history import Outcome, Wager, draw_history
from leaktrace.console.i18n import choose_language, speech
from leaktrace.console.refusal_words import ON_PAGES
from leaktrace.console.verdicts import missing, verdict_sentence
from leaktrace.console.wording import WORDS, class_reason, evidence_text, support, word
from leaktrace.domain.case import EvidenceKind, Verdict
from leaktrace.domain.channel import Field, View
from leaktrace.domain.contact import ContactClass, Detail, Medium, Strength
from leaktrace.extraction.classes.classify import BY_WORDS

ZONE = ZoneInfo("Asia/Shanghai")
CHINESE, ENGLISH = speech("zh-CN", ZONE), speech("en", ZONE)
NAMES = {"erp-1": "ERP X", "wms-1": "Warehouse", "courier-1": "Courier"}
START = datetime(2026, 10, 1, tzinfo=UTC)
BETS = [{"contact_id": f"k{n}", "matched": True, "flaw": None} for n in (1, 2)]
CONTACTS = [{"contact_id": f"k{n}", "canary_ids": [f"C{n}"]} for n in (1, 2)]


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return {entry.id: entry for entry in read_po(file, locale="zh_CN") if entry.id}


def test_every_text_has_a_chinese_translation(catalogue):
    left = {text for text in everything() if text not in catalogue or not catalogue[text].string}
    assert left == set()
    assert not [entry for entry in catalogue.values() if entry.fuzzy]


def test_the_catalogue_has_nothing_that_no_page_shows(catalogue):
    assert set(catalogue) - everything() == set()


def test_translations_have_the_same_placeholders(catalogue):
    for text, entry in catalogue.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(
            re.findall(r"\{\w+\}", entry.string)
        ), text


def test_no_template_switches_escaping_off_or_needs_an_exception_of_the_policy():
    for path in FOLDER.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\|\s*safe|autoescape|<script|<style|\sstyle=|\son\w+=|javascript:", text
        ), path


def test_words_of_equal_code_are_told_apart_by_their_kind():
    assert (word(ENGLISH, Field.EMAIL), word(ENGLISH, Medium.EMAIL)) == ("email", "Mail")
    assert word(ENGLISH, View.VARIANT) != word(ENGLISH, EvidenceKind.VARIANT)
    assert word(ENGLISH, ContactClass.BACKGROUND) != word(ENGLISH, Verdict.BACKGROUND)
    for kind, words in WORDS.items():
        assert set(words) == set(kind)


def case(verdict: Verdict, members: list[str], confusable: list[list[str]] | None = None) -> dict:
    return {
        "verdict": verdict.value,
        "suspect_set": members,
        "accused": members if verdict is Verdict.ATTRIBUTED else [],
        "confusable": confusable or [],
        "channels": [{"channel_id": "erp-1"}],
    }


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            case(Verdict.SET, ["erp-1"]),
            "Most probably the copy of ERP X (erp-1) was disclosed. The proof is not complete",
        ),
        (
            case(Verdict.SET, ["erp-1", "unlisted"]),
            "Either the copy of ERP X (erp-1) was disclosed, or",
        ),
        (
            case(Verdict.SET, ["erp-1", "wms-1", "courier-1"], [["courier-1", "erp-1", "wms-1"]]),
            "A leaker is among these 3: ERP X (erp-1), Warehouse (wms-1), Courier (courier-1). The seeding so far cannot",
        ),
        (
            case(Verdict.SET, ["erp-1", "wms-1"]),
            "What has arrived so far cannot tell which of them",
        ),
        (case(Verdict.ATTRIBUTED, ["erp-1"]), "The copy of ERP X (erp-1) was disclosed."),
        (
            case(Verdict.ATTRIBUTED, ["erp-1", "wms-1"]),
            "each of these were disclosed: ERP X (erp-1), Warehouse (wms-1)",
        ),
        (case(Verdict.SUSPECTED, []), "More points to ERP X (erp-1) than to anyone else"),
        (case(Verdict.INCONCLUSIVE, []), "does not point to one channel"),
        (case(Verdict.BACKGROUND, []), "ordinary background"),
        (case(Verdict.REGISTRY_COMPROMISED, []), "no channel is accused"),
    ],
)
def test_every_verdict_has_a_sentence(document, said):
    assert said in verdict_sentence(ENGLISH, document, NAMES)
    chinese = verdict_sentence(CHINESE, document, NAMES)
    assert chinese.endswith("。")
    assert "{" not in chinese


@pytest.mark.parametrize(
    ("posterior", "e_value", "clean", "lacks"),
    [
        (0.8, 900.0, True, ["Its posterior probability is 80.0%, and 95% is needed."]),
        (0.97, 20.2, True, ["Its e-value is 20.2, and 500 is needed."]),
        (0.97, None, True, ["It has no e-value: no sealed draw gave it a value that it alone can see, so nothing can prove that it was this copy."]),
        (0.97, 900.0, False, ["A sealed control was contacted with its facts."]),
    ],
)  # fmt: skip
def test_what_an_accusation_lacks_is_told_of_every_suspect(posterior, e_value, clean, lacks):
    channels = [
        {"channel_id": name, "posterior": posterior, "e_value": e_value, "bets": BETS}
        for name in ("erp-1", "wms-1", "courier-1")
    ]
    document = case(Verdict.SET, ["erp-1", "wms-1"]) | {
        "channels": channels, "threshold": 500.0, "controls_clean": clean, "contacts": CONTACTS,
    }  # fmt: skip
    told = dict(missing(ENGLISH, document, NAMES))
    assert told == {"ERP X (erp-1)": lacks, "Warehouse (wms-1)": lacks}
    assert missing(ENGLISH, document | {"verdict": "attributed"}, NAMES) == []
    first = missing(ENGLISH, document | {"verdict": "inconclusive", "suspect_set": []}, NAMES)
    assert [name for name, _ in first] == ["ERP X (erp-1)"]


def test_values_of_a_single_buyer_do_not_accuse_however_high_the_e_value():
    bets = [BETS[0], {**BETS[1], "flaw": "unsealed"}, {**BETS[1], "matched": False}]
    channels = [{"channel_id": "erp-1", "posterior": 0.97, "e_value": 900.0, "bets": bets}]
    document = case(Verdict.SET, ["erp-1"]) | {
        "channels": channels, "threshold": 500.0, "controls_clean": True, "contacts": CONTACTS,
    }  # fmt: skip
    ((_, (lack,)),) = missing(ENGLISH, document, NAMES)
    assert lack.startswith("Callers have to say its own values of at least 2 buyers")


def wager(day: int, outcome: Outcome, e_value: float) -> Wager:
    return Wager(START + timedelta(days=day), f"k{day}", outcome, e_value)


def test_the_history_is_a_staircase_with_the_suspect_on_top_and_the_threshold_in_sight():
    bets = {
        "erp-1": [wager(1, Outcome.MATCH, 20.0), wager(3, Outcome.VOID, 20.0), wager(9, Outcome.MATCH, 4e9)],
        "wms-1": [wager(4, Outcome.MISS, 0.0)],
        "courier-1": [],
    }  # fmt: skip
    picture = draw_history(bets, 500.0, {"erp-1"})
    other, first = picture.curves
    assert [curve.channel_id for curve in picture.curves] == ["wms-1", "erp-1"]
    assert (first.foremost, other.foremost) == (True, False)
    rises = [point.y for point in first.points]
    assert rises[0] == rises[1] > picture.threshold_y > rises[2]
    assert other.points[0].y == picture.bottom
    for curve in picture.curves:
        assert [point.x for point in curve.points] == sorted(point.x for point in curve.points)
        assert all(picture.left < point.x < picture.right for point in curve.points)
        assert all(0 < point.y <= picture.bottom for point in curve.points)
        assert curve.path.count("V") == len(curve.points)
    assert 3 <= len(picture.levels) <= 8
    assert 0 in [level.exponent for level in picture.levels]
    assert draw_history({"erp-1": []}, 500.0, {"erp-1"}) is None


def test_no_curve_of_the_history_goes_back_where_an_earlier_call_became_known_later():
    days = (9, 2, 14, 3)
    bets = {"erp-1": [wager(day, Outcome.MATCH, 20.0**n) for n, day in enumerate(days, 1)]}
    picture = draw_history(bets, 500.0, {"erp-1"})
    (curve,) = picture.curves
    assert [point.wager.contact_id for point in curve.points] == [f"k{day}" for day in days]
    places = [point.x for point in curve.points]
    assert places == sorted(set(places)) == [count.x for count in picture.counts]
    assert [count.number for count in picture.counts] == [1, 2, 3, 4]


def test_of_many_bets_some_are_numbered():
    bets = {"erp-1": [wager(day, Outcome.MATCH, 20.0) for day in range(70)]}
    counts = draw_history(bets, 500.0, {"erp-1"}).counts
    assert [count.number for count in counts] == list(range(5, 71, 5))


def test_names_of_several_suspects_do_not_cover_one_another():
    bets = {f"ch-{number}": [wager(1, Outcome.MATCH, 20.0)] for number in range(3)}
    picture = draw_history(bets, 500.0, set(bets))
    places = sorted(curve.label_y for curve in picture.curves)
    assert all(later - earlier >= 15 for earlier, later in pairwise(places))


def test_reasons_name_fields_in_the_language_of_the_page():
    line = {
        "message": "Callers who knew what this channel's copy did not show ({field}): {count}",
        "params": {"field": "tracking_no, name", "count": 3},
        "text": "",
    }
    assert evidence_text(ENGLISH, line).endswith("(tracking number, name): 3")
    assert "（运单号、姓名）" in evidence_text(CHINESE, line)
    assert evidence_text(CHINESE, {"text": "As it was stored"}) == "As it was stored"


def test_every_step_of_the_verbal_scale_has_words():
    for limit, _ in VERBAL_SCALE:
        assert "支持" in support(CHINESE, verbal(limit))
    assert support(ENGLISH, verbal(-3.0)) == "no support"
    assert "反对" not in support(CHINESE, verbal(-3.0))


def test_steps_against_of_earlier_results_are_no_support():
    assert support(ENGLISH, "weak against") == support(ENGLISH, verbal(0.0))


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        (None, "zh-TW", "zh-CN"),
        (None, "de-DE,en;q=0.5,zh;q=0.7", "zh-CN"),
        (None, "en-US,en;q=0.9,zh;q=0.1", "en"),
        (None, "", "en"),
        (None, "*;q=nonsense,,;q=1", "en"),
        ("zh-CN", "en", "zh-CN"),
        ("klingon", "zh", "zh-CN"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_one_asked_for(cookie, accept, language):
    assert choose_language(cookie, accept) == language


def test_shares_never_round_to_certainty():
    assert [ENGLISH.share(value) for value in (0.0, 0.0004, 0.5, 0.9996, 1.0)] == [
        "<\xa00.1%", "<\xa00.1%", "50.0%", ">\xa099.9%", ">\xa099.9%",
    ]  # fmt: skip
    assert [ENGLISH.signed(value) for value in (1.234, -0.5, 0.001, -0.001)] == [
        "+1.23",
        "−0.50",
        "0.00",
        "0.00",
    ]


def test_e_values_are_short_however_large_or_small():
    said = [
        ENGLISH.magnitude(value) for value in (0.0, 2e-6, 0.0015, 0.05, 1.0, 20.2, 899.6, 9_994.0)
    ]
    assert said == [
        "1.0\xa0×\xa010⁻³⁰⁰", "2.0\xa0×\xa010⁻⁶", "0.0015", "0.050", "1.00", "20.2", "900", "9,994",
    ]  # fmt: skip
    assert ENGLISH.power(21.591) == "3.9\xa0×\xa010²¹"
    assert ENGLISH.power(5.999) == "1.0\xa0×\xa010⁶"
    assert ENGLISH.power(4000.0) == "1.0\xa0×\xa010⁴⁰⁰⁰"
    assert [ENGLISH.decade(n) for n in (-2, 0, 3, 5)] == ["10⁻²", "1", "1,000", "10⁵"]


def detail(field: Field, span: tuple[int, int] | None) -> Detail:
    return Detail(field, "x", span, Strength.EXACT, contradicts=False)


def test_marked_words_may_overlap_and_nothing_of_the_text_is_lost():
    text = "王伟买了电热水壶189元"
    found = pieces(
        text,
        [detail(Field.NAME, (0, 2)), detail(Field.PRODUCT, (4, 8)), detail(Field.NOTE, (6, 11)), detail(Field.PRICE, None), detail(Field.NICK, (90, 99))],
    )  # fmt: skip
    assert "".join(piece.text for piece in found) == text
    assert {piece.text: piece.fields for piece in found if piece.fields} == {
        "王伟": (Field.NAME,),
        "电热": (Field.PRODUCT,),
        "水壶": (Field.PRODUCT, Field.NOTE),
        "189": (Field.NOTE,),
    }
    assert pieces("", []) == []


def test_marks_keep_the_order_of_time_and_do_not_cover_one_another():
    exposures = {"C1": [(START + timedelta(hours=n), f"ch-{n}") for n in range(6)]}
    contacts = [
        (START + timedelta(days=9), "k1", ["C1"]),
        (START + timedelta(days=9, minutes=5), "k2", ["C1", "C2"]),
    ]
    picture = draw_timeline(exposures, contacts, ["ch-3"], ZONE)
    assert [row.canary_id for row in picture.rows] == ["C1", "C2"]
    assert picture.numbers["ch-3"] == 1
    for row in picture.rows:
        marks = sorted(row.marks, key=lambda mark: mark.at)
        assert [mark.x for mark in marks] == sorted(mark.x for mark in marks)
        for one in marks:
            assert 0 < one.x < WIDTH
            assert row.top < one.y < row.top + row.height
            for other in marks:
                assert one is other or abs(one.x - other.x) >= MARK or abs(one.y - other.y) >= MARK
    assert 2 <= len(picture.ticks) <= 11


def test_a_time_line_of_some_minutes_tells_its_day():
    picture = draw_timeline({}, [(START + timedelta(hours=2), "k1", ["C1"])], [], ZONE)
    assert [tick.at for tick in picture.ticks] == [START + timedelta(hours=2)]


def test_no_mark_stands_on_the_name_of_its_canary():
    contacts = [(START, "k1", ["plan-12-0014"]), (START + timedelta(days=1), "k2", ["C" * 200])]
    short = draw_timeline({}, contacts[:1], [], ZONE)
    assert short.label > len("plan-12-0014") * 7
    assert min(mark.x for row in short.rows for mark in row.marks) >= short.label
    assert draw_timeline({}, contacts, [], ZONE).label <= WIDTH / 3


def test_without_contacts_there_is_nothing_to_draw():
    assert draw_timeline({}, [], [], ZONE) is None


def test_more_canaries_than_there_is_room_for_are_counted():
    contacts = [(START, f"k{n}", [f"C{n}"]) for n in range(70)]
    assert draw_timeline({}, contacts, [], ZONE).left_out == 10


SAID_BY = ("intake", "domain", "services", "scheduler", "storage")


def said_elsewhere() -> set[str]:
    """Every text of the code that refuses records or looks at sources, whatever stands in its gaps as a gap."""
    found = set()
    paths = [path for part in SAID_BY for path in (FOLDER.parent / part).rglob("*.py")]
    for path in (*paths, FOLDER.parent / "bootstrap.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    one.value if isinstance(one, ast.Constant) else "{}" for one in node.values
                )
                found.add("".join(map(str, parts)))
    return found


@pytest.mark.parametrize("texts", ["KNOWN", "FAILURES", "REMEDIES"])
def test_what_refuses_records_and_fails_sources_is_translated_word_for_word(texts):
    known, said = (
        {re.sub(r"(?<!\{)\{\w+\}(?!\})", "{}", text) for text in found}
        for found in (getattr(refusal_texts, texts), said_elsewhere())
    )
    assert known - said == set()


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("the time has no offset", "时间没有时区偏移"),
        ("'fax' is no medium", "'fax' 不是联系方式"),
        ("Write one of call, sms, email, im", "请填写以下之一：call, sms, email, im"),
        ("the request was not authenticated: the token is wrong", "请求未通过验证：令牌不对"),
        ("the request was not authenticated: the signature was used before with another body", "请求未通过验证：该签名之前已用于另一份正文"),
        ("Put {{CALL_TYPE}} into the template", "请在模板中加入 {{CALL_TYPE}}"),
        ("is not a telephone number", "不是电话号码"),
        ("not JSON: Expecting ',' delimiter at character 104", "不是 JSON：第 104 个字符处缺少分隔符 ','"),
        ("no XML: mismatched tag at character 9", "不是 XML：第 9 个字符处标签不配对"),
        ("is missing; the record has the unknown key occured_at", "缺失；该记录含有未知的键 occured_at"),
        ("is missing; the record has an unknown key of 14 characters", "缺失；该记录含有一个未知的键（14 个字符）"),
        ("what a plug-in of somebody else says {of it}", "what a plug-in of somebody else says {of it}"),
    ],
)  # fmt: skip
def test_why_a_record_is_refused_is_told_in_the_language_of_the_page(text, chinese):
    assert refusals.refusal(CHINESE, text) == chinese
    assert refusals.refusal(ENGLISH, text) == text


def test_a_page_names_no_options_of_a_command():
    """What the command line says instead is said there word for word."""
    assert set(ON_PAGES) <= said_elsewhere()
    for text in ON_PAGES:
        for said in (CHINESE, ENGLISH):
            assert "--" not in refusals.refusal(said, text)
    assert refusals.refusal(CHINESE, next(iter(ON_PAGES))) != next(iter(ON_PAGES.values()))


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("/data/in: the folder cannot be read (Permission denied). Create it, or grant access", "/data/in：无法读取该文件夹（Permission denied）。请创建它，或授予读取权限"),
        ("mail.example.com:993: does not answer as it should: [Errno 111] Connection refused. See host and port, and whether the server is up", "mail.example.com:993：应答不正常：[Errno 111] Connection refused。请检查 host 和 port，以及服务器是否在运行"),
        ("user is not stated. Set user of the source", "没有指定 user。请设置该数据来源的 user"),
        ("the kind of mailbox is not stated. Set kind to imap, pop3, maildir or mbox", "没有指定邮箱的类型。请把 kind 设为 imap、pop3、maildir 或 mbox"),
        ("the format x is not installed. Install the package that has it", "格式 x 没有安装。请安装包含它的软件包"),
        ("phone 192.0.2.7:5000: its answer is too long. Ask somebody else", "phone 192.0.2.7:5000: its answer is too long. Ask somebody else"),
        ("ValueError", "ValueError"),
    ],
)  # fmt: skip
def test_why_a_source_failed_is_told_in_the_language_of_the_page(text, chinese):
    assert refusals.failure(CHINESE, text) == chinese
    assert refusals.failure(ENGLISH, text) == text


@pytest.mark.parametrize("kind", ContactClass)
def test_a_reason_by_words_is_translated_and_its_words_are_not(kind):
    stored = f"{BY_WORDS[kind]}: 补发, 换新."
    assert class_reason(ENGLISH, stored) == stored
    shown = class_reason(CHINESE, stored)
    assert shown.endswith("：补发、换新。")
    assert class_reason(CHINESE, f"{BY_WORDS[kind]}.") == shown.replace("：补发、换新", "")


def test_a_reason_that_is_not_known_is_shown_as_it_was_stored():
    assert class_reason(CHINESE, "Of an earlier version.") == "Of an earlier version."
