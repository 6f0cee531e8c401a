"""People made ahead in another process are the same, in the same order, and not many more than are needed."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from leaktrace.domain.channel import Field
from leaktrace.seeding.personas import name_pool, nick_pool
from leaktrace.services.seed_crowd import crowds, own_pool

SEED = bytes(range(32))


class Counting(Executor):
    """Works at once, and counts."""

    def __init__(self):
        self.starts = []

    def submit(self, fn, /, *args, **kwargs):
        self.starts.append(args[1])
        done = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_people_are_the_same_wherever_they_are_made():
    alone = next(crowds(SEED, 1, 10, (Field.NAME, Field.NICK), None))
    with ProcessPoolExecutor(1, get_context("spawn")) as aside:
        beside = next(crowds(SEED, 1, 10, (Field.NAME, Field.NICK), aside))
    assert [one.persona for one in alone] == [one.persona for one in beside]
    for one in beside[:20]:
        assert one.pools == {
            Field.NAME: name_pool(SEED, one.persona),
            Field.NICK: nick_pool(SEED, one.persona),
        }
        assert own_pool(SEED, one.persona, Field.NAME) == one.pools[Field.NAME]
    assert not any(one.pools for one in alone)


def test_blocks_follow_one_another_and_are_made_ahead_only_as_far_as_they_are_needed():
    aside = Counting()
    blocks = crowds(SEED, 1, 1_400, (), aside)
    numbers = [one.persona.number for block in islice(blocks, 2) for one in block]
    assert numbers == list(range(1_000))
    assert aside.starts == [0, 500, 1_000]
    assert [one.persona.number for one in next(blocks)] == list(range(1_000, 1_500))
    assert aside.starts == [0, 500, 1_000]
    next(blocks)
    assert aside.starts == [0, 500, 1_000, 1_500]


def test_fields_that_a_persona_does_not_decide_have_no_pool_here():
    persona = next(crowds(SEED, 1, 1, (), None))[0].persona
    assert own_pool(SEED, persona, Field.ADDRESS) == ()
