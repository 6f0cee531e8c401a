"""How errors read."""

import pytest

from leaktrace.domain.errors import FileError, InputError


@pytest.mark.parametrize(("count", "said"), [(1, "1 fault, "), (2, "2 faults, ")])
def test_the_faults_of_a_file_are_counted_in_words_that_fit(count, said):
    faults = tuple(InputError("is missing", row=row) for row in range(count))
    assert str(FileError(faults)).startswith(said)
