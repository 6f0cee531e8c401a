"""Notes to the courier in English, told in other words than the buyer's."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def told(english_order, next_day_american):
    def read(note, text):
        facts = replace(english_order, notes=(note,))
        found = extract(text, facts, next_day_american)
        return any(detail.field is Field.NOTE for detail in found)

    return read


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Please leave it at the back, by the log pile", "stick it round the back near the firewood, it said"),
        ("Leave with the butcher downstairs", "you asked us to hand it over to the meat shop below stairs"),
        ("A present - please omit the bill", "As requested, no price label, since it is a gift"),
        ("A present - please omit the bill", "I left the invoice out as you asked, it's a present"),
        ("Steep stairs, needs two people", "it says tight steep staircase and two lads"),
        ("Ring loudly, hard of hearing", "the note says lean on the bell, he is deaf"),
        ("Hide it in the shed, the dog bites", "Your instructions: put it in the barn because of the dogs"),
        ("Leave under cover, box must keep dry", "you wanted it put somewhere out of the rain"),
    ],
)  # fmt: skip
def test_a_note_is_known_in_other_words(told, note, text):
    assert told(note, text)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Leave with the butcher downstairs", "You asked us to leave it behind the bins"),
        ("Leave behind the planter", "As you asked, we left it behind the counter"),
        ("Leave it behind the shed", "I sent the money back, put it in the box as you said"),
        ("A present - please omit the bill", "Your note: keep the delivery note for a return"),
        ("Hide it in the shed, the dog bites", "Please leave a review, not a complaint"),
    ],
)
def test_what_every_courier_does_tells_no_note(told, note, text):
    assert not told(note, text)
