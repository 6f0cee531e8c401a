"""``worker``, ``serve`` and ``demo``."""

import logging
import sys
import threading
from typing import Annotated

import typer

from leaktrace.cli.context import Cli

__all__ = ["register"]

_PORT = "8470, or the setting 'port'"
"""What the help says of a port that is not given."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("worker", epilog="Example: leaktrace worker")(worker)
    app.command("serve", epilog="Example: leaktrace serve --with-worker --port 8470")(serve)
    app.command("demo", epilog="Example: leaktrace demo --port 8470")(demo)


def worker(
    context: typer.Context,
    collect_s: Annotated[
        float, typer.Option(help="Seconds between looks at a folder.", min=1)
    ] = 60,
) -> None:
    """Collect and attribute, day and night. Several may run on one PostgreSQL; one of them leads."""
    from leaktrace.scheduler.worker import Worker

    set_up_logs()
    cli: Cli = context.obj
    running = Worker(cli.app, collect_s=collect_s)
    running.install_signals()
    running.run()


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[
        int, typer.Option(help="Port to listen on.", min=0, max=65_535, show_default=_PORT)
    ] = 0,
    with_worker: Annotated[
        bool, typer.Option(help="Also collect and attribute, in this process.")
    ] = False,
) -> None:
    """Serve the console, the HTTP API and the hooks."""
    # Imported when needed: the frameworks would cost every other command a third of a second.
    from leaktrace.console.server import serve as serve_console
    from leaktrace.scheduler.worker import Worker

    set_up_logs()
    cli: Cli = context.obj
    settings = cli.loaded.settings
    cli.tenant()
    background = Worker(cli.app) if with_worker else None
    thread = threading.Thread(target=background.run, name="worker") if background else None
    if thread:
        thread.start()
    try:
        serve_console(cli.app, host or settings.host, port or settings.port)
    finally:
        if background and thread:
            background.stop()
            thread.join()


def demo(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(help="Port of the console.", min=0, max=65_535, show_default=_PORT)
    ] = 0,
    serve_after: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Start the console at the end.")
    ] = True,
    seed: Annotated[int, typer.Option(help="Another seed makes another world.")] = 7,
) -> int:
    """A complete worked example in a throw-away home: plant, collect, attribute, look at it."""
    from leaktrace.cli.demo.run import run_demo

    return run_demo(port=port or context.obj.loaded.settings.port, serve=serve_after, seed=seed)


def set_up_logs() -> None:
    """Logs go to stderr, one line each, without personal data."""
    import structlog

    # Of a job that failed the worker tells itself; the scheduler would tell it with a traceback, secrets and all.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
