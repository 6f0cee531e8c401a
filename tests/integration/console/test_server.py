"""The server process: what it says of itself, and how it stops."""

import os
import signal
import threading

import httpx
import pytest
from structlog.testing import capture_logs

from leaktrace.console.server import listen, serve
from leaktrace.domain.errors import UsageError

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def free_port():
    with listen("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal_and_then_returns(app, free_port, number):
    answers = []

    def visit():
        transport = httpx.HTTPTransport(retries=10)
        with httpx.Client(transport=transport) as client:
            answers.append(client.get(f"http://127.0.0.1:{free_port}/login?next=secret"))
        os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    visitor = threading.Thread(target=visit)
    with capture_logs() as logs:
        visitor.start()
        serve(app, "127.0.0.1", free_port)
    visitor.join()
    assert signal.getsignal(number) == before
    assert [entry["event"] for entry in logs] == ["console started", "request", "console ended"]
    assert answers[0].status_code == 200
    assert "server" not in answers[0].headers
    assert "secret" not in str(logs)


@pytest.mark.usefixtures("app")
def test_a_port_that_is_taken_is_named_with_what_to_do():
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {port}.*--port"):
            listen("127.0.0.1", port)
