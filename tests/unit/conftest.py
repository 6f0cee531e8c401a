"""Unit tests open no sockets. (A pair of Unix sockets is what an event loop wakes itself with.)"""

import pytest
import pytest_socket


@pytest.fixture(autouse=True)
def _no_sockets():
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()
