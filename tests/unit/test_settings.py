"""Settings: file < environment < option, each with its origin."""

import pytest

from leaktrace.domain.errors import UsageError
from leaktrace.settings import load_settings


def test_an_option_beats_the_environment_which_beats_the_file(tmp_path, monkeypatch):
    (tmp_path / "leaktrace.toml").write_text(
        'zone = "Europe/Berlin"\nport = 9000\nmerchant = "from-file"\n'
    )
    monkeypatch.setenv("LEAKTRACE_MERCHANT", "from-environment")
    monkeypatch.setenv("LEAKTRACE_PORT", "9001")
    loaded = load_settings({"home": str(tmp_path), "merchant": "from-option"})
    assert (loaded.settings.merchant, loaded.settings.port, loaded.settings.zone) == (
        "from-option",
        9001,
        "Europe/Berlin",
    )
    assert loaded.origins == {
        "home": "option", "merchant": "option", "port": "environment", "zone": "leaktrace.toml",
        "database_url": "default", "host": "default", "false_accusation_bound": "default",
        "public_url": "default", "proxies": "default",
    }  # fmt: skip


def test_the_database_lies_in_the_home_unless_said_otherwise(tmp_path):
    settings = load_settings({"home": str(tmp_path)}).settings
    assert settings.database == f"sqlite:///{tmp_path}/leaktrace.db"
    assert settings.keys == tmp_path / "keys"
    other = load_settings(
        {"home": str(tmp_path), "database_url": "postgresql://db/leaktrace"}
    ).settings
    assert other.database == "postgresql://db/leaktrace"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('zone = "Nowhere/Atlantis"', "no time zone"), ("port = 'many'", "port"), ("colour = 'red'", "colour"),
        ("port = ", "cannot be read"), ("\udcff", "cannot be read"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_refused_with_its_name(tmp_path, text, said):
    (tmp_path / "leaktrace.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=said):
        load_settings({"home": str(tmp_path)})


@pytest.mark.parametrize(
    "address", ["in.example.com", "ftp://in.example.com", "https://", "https://x/?a"]
)
def test_an_address_that_none_can_reach_is_refused(tmp_path, address):
    with pytest.raises(UsageError, match="public_url"):
        load_settings({"home": str(tmp_path), "public_url": address})


@pytest.mark.parametrize("proxies", ["*", "localhost", "10.0.0.1/8", "127.0.0.1 10.0.0.1"])
def test_a_proxy_is_an_address_or_a_network(tmp_path, proxies):
    with pytest.raises(UsageError, match="proxies"):
        load_settings({"home": str(tmp_path), "proxies": proxies})
    loaded = load_settings({"home": str(tmp_path), "proxies": " 127.0.0.1, 2001:db8::/32,"})
    assert loaded.settings.proxies == "127.0.0.1,2001:db8::/32"


def test_the_public_address_ends_without_a_slash(tmp_path):
    loaded = load_settings({"home": str(tmp_path), "public_url": "https://in.example.com/lt/"})
    assert loaded.settings.public_url == "https://in.example.com/lt"
