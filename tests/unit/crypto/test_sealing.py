"""Scheme LT1: sealed values open in their place only, and only with their key."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.crypto.kek import KekStore
from leaktrace.crypto.keyring import KeyPurpose, Keyring
from leaktrace.crypto.sealing import Sealer, key_id_of, open_blob
from leaktrace.domain.errors import KeyringError, SealError


@pytest.fixture(scope="module")
def sealer(tmp_path_factory):
    keks = KekStore(tmp_path_factory.mktemp("home") / "keys")
    keks.create()
    keyring = Keyring(keks)
    for key_id, purpose in enumerate(KeyPurpose, start=1):
        keyring.new_key(key_id, purpose)
    return Sealer(keyring, 1, (2,))


@given(plain=st.binary(max_size=2000), row=st.uuids())
def test_what_is_sealed_opens_to_the_same_bytes(sealer, plain, row):
    blob = sealer.seal("line", "value", row, plain)
    assert open_blob(sealer.keyring, "line", "value", row, blob) == plain
    assert key_id_of(blob) == 1
    assert len(blob) == len(plain) + 33


@given(
    plain=st.binary(min_size=8, max_size=60), place=st.integers(min_value=0), bit=st.integers(0, 7)
)
def test_a_single_changed_bit_is_noticed(sealer, plain, place, bit):
    row = uuid4()
    blob = bytearray(sealer.seal("line", "value", row, plain))
    blob[place % len(blob)] ^= 1 << bit
    with pytest.raises(SealError):
        open_blob(sealer.keyring, "line", "value", row, bytes(blob))


@pytest.mark.parametrize(
    ("table", "column", "same_row"),
    [("line", "value", False), ("line", "label", True), ("contact", "value", True)],
)
def test_a_value_does_not_open_in_another_row_column_or_table(sealer, table, column, same_row):
    row = uuid4()
    blob = sealer.seal("line", "value", row, b"+8614000000001")
    with pytest.raises(SealError, match="changed or moved"):
        open_blob(sealer.keyring, table, column, row if same_row else UUID(int=7), blob)


def test_the_same_value_is_sealed_differently_each_time(sealer):
    row = uuid4()
    assert sealer.seal("line", "value", row, b"x") != sealer.seal("line", "value", row, b"x")


@given(value=st.text(max_size=80))
def test_a_blind_index_is_equal_for_equal_values_and_apart_by_column(sealer, value):
    assert sealer.blind("line", "value_index", value) == sealer.blind("line", "value_index", value)
    assert sealer.blind("line", "value_index", value) != sealer.blind(
        "contact", "caller_index", value
    )
    assert sealer.blinds("line", "value_index", value) == (
        sealer.blind("line", "value_index", value),
    )


@given(junk=st.binary(max_size=40))
def test_junk_is_refused_as_no_sealed_data(sealer, junk):
    with pytest.raises(SealError):
        open_blob(sealer.keyring, "line", "value", UUID(int=1), junk)


def test_a_data_key_unwraps_with_its_key_file_only(tmp_path):
    keks = KekStore(tmp_path / "keys")
    keks.create()
    row = Keyring(keks).new_key(1, KeyPurpose.SEAL)
    other = KekStore(tmp_path / "other")
    other.create()
    with pytest.raises(KeyringError, match="not the one this database was sealed with"):
        Keyring(other).load([row])
    fresh = Keyring(keks)
    fresh.load([row])
    assert fresh.knows(1)
    fresh.forget(1)
    with pytest.raises(SealError, match="is not there"):
        fresh.cipher(1, "line", "value")


def test_key_files_are_private_and_numbered(tmp_path):
    keks = KekStore(tmp_path / "keys")
    with pytest.raises(KeyringError, match="leaktrace init"):
        keks.newest()
    assert [keks.create(), keks.create()] == [1, 2]
    assert keks.newest() == 2
    assert (tmp_path / "keys" / "kek-0001.key").stat().st_mode & 0o777 == 0o600
    keks.destroy(1)
    assert keks.numbers() == [2]
    with pytest.raises(KeyringError, match="missing"):
        keks.load(1)


@pytest.mark.parametrize("text", ["", "short", "zz" * 32, "ab" * 33])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    keks = KekStore(tmp_path / "keys")
    keks.create()
    path = tmp_path / "keys" / "kek-0001.key"
    path.write_text(text)
    with pytest.raises(KeyringError, match="does not hold a key"):
        keks.load(1)
