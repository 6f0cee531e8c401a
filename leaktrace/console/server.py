"""The server process: uvicorn, with our own log and no banner."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import structlog
import uvicorn

from leaktrace.bootstrap import App
from leaktrace.console.app import create_app
from leaktrace.console.patience import MOST_CONNECTIONS, PatientProtocol
from leaktrace.domain.errors import UsageError

__all__ = ["listen", "make_server", "serve"]


def serve(app: App, host: str, port: int) -> None:
    """Serve console, API and hooks until SIGTERM or SIGINT; what is under way is finished.

    Raises:
        UsageError: the address cannot be listened on.
    """
    with listen(host, port) as listener:
        log = structlog.get_logger("leaktrace.console")
        shown = f"[{host}]" if ":" in host else host
        log.info("console started", url=f"http://{shown}:{listener.getsockname()[1]}/")
        server = make_server(app)
        with _returning_on_signals(server):
            server.run(sockets=[listener])
        log.info("console ended")


@contextmanager
def _returning_on_signals(server: uvicorn.Server) -> Iterator[None]:
    """Let the caller go on after a stop.

    uvicorn raises the signal that stopped it once more at its end; with the handlers of the system
    that would kill the process before a worker beside it could give its lease back.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address; port 0 picks a free one.

    Raises:
        UsageError: the address cannot be listened on.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host} port {port}: {error.strerror or error}",
            remedy="Choose another --host or --port, or stop what listens there",
        ) from None


def make_server(app: App) -> uvicorn.Server:
    """The server. Only what the setting `proxies` names is believed to know where a request comes from."""
    return uvicorn.Server(
        uvicorn.Config(
            create_app(app),
            http=PatientProtocol,
            limit_concurrency=MOST_CONNECTIONS,
            proxy_headers=bool(app.settings.proxies),
            forwarded_allow_ips=app.settings.proxies,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=15,
            timeout_graceful_shutdown=20,
        )
    )
