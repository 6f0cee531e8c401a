"""Faker providers of Chinese names, for whoever already has a Faker: the frequencies are ours.

Faker's own for zh_CN knows 131 given names, and its `unique` gives up at 44,971 names (channels.md, 9.1).
Importing this module imports Faker, which takes long: nothing that starts with the command line does.
"""

from itertools import accumulate

from faker.providers import BaseProvider

from leaktrace.domain.errors import InputError
from leaktrace.seeding.personas.chinese import Stratum, families, strata
from leaktrace.seeding.personas.persona import Sex

__all__ = ["ChineseNames"]


class ChineseNames(BaseProvider):
    """Names as they are spread in life: for texts, and wherever two may have the same one.

    Usage: ``fake = Faker(); fake.add_provider(ChineseNames); fake.chinese_name(Sex.FEMALE, 1980)``
    """

    def chinese_surname(self) -> str:
        """A surname, as often as its share says."""
        surnames = [one for group in families() for one in group]
        sums = list(accumulate(share for _, share in surnames))
        return self.random_element_by(tuple(name for name, _ in surnames), sums)

    def chinese_given_name(self, sex: Sex, decade: int) -> str:
        """A given name of somebody of that sex who was born in the ten years from `decade`.

        Raises:
            InputError: there is no table of that decade.
        """
        table = _table(sex, decade)
        if self.generator.random.random() < table.single_share:
            return self._char(table.single)
        return self._char(table.first) + self._char(table.second)

    def chinese_name(self, sex: Sex, decade: int) -> str:
        """Surname and given name."""
        return self.chinese_surname() + self.chinese_given_name(sex, decade)

    def random_element_by(self, values: tuple[str, ...], sums: list[float]) -> str:
        """One of the values, whose weights are summed up in `sums`."""
        return str(self.generator.random.choices(values, cum_weights=sums)[0])

    def _char(self, weights: dict[str, float]) -> str:
        return self.random_element_by(tuple(weights), list(accumulate(weights.values())))


def _table(sex: Sex, decade: int) -> Stratum:
    for one in strata():
        if (one.decade, one.sex) == (decade, sex):
            return one
    known = sorted({one.decade for one in strata()})
    raise InputError(
        f"there are no names of the {decade}s",
        field="decade",
        remedy=f"Take one of: {', '.join(map(str, known))}",
    )
