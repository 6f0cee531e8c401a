"""What all handlers share: the application, templates, counters, and the cached views of merchants."""

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leaktrace import __version__
from leaktrace.bootstrap import App, Tenant
from leaktrace.console.hook_keeper import HookBook, HookKeeper
from leaktrace.console.i18n import LANGUAGES, Speech, choose_language, speech
from leaktrace.console.limits import Window
from leaktrace.console.metrics import Metrics
from leaktrace.console.patience import PATIENCE_S
from leaktrace.console.refusals import failure, refusal, whole_refusal
from leaktrace.console.wording import class_reason, word
from leaktrace.services.accounts import Login
from leaktrace.services.source_runs import alarmed_sources
from leaktrace.services.sources import HookSource

__all__ = ["LANGUAGE_COOKIE", "STATIC", "Console", "Web", "console_of"]

LANGUAGE_COOKIE = "leaktrace_language"
STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"

LOGINS_PER_ADDRESS = 30
LOGIN_WINDOW_S = 300
FAILED_PER_HOOK = 100
FAILED_WINDOW_S = 3600
PUSH_WINDOW_S = 60


class Console:
    """The console of one process.

    Args:
        app: the application it shows.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.metrics = Metrics(__version__)
        self.patience_s = PATIENCE_S
        self.logins = Window(LOGINS_PER_ADDRESS, LOGIN_WINDOW_S)
        self.failed_hooks = Window(FAILED_PER_HOOK, FAILED_WINDOW_S)
        self.hooks = HookBook(app)
        self.keeper = HookKeeper(self.hook_tenant)
        self._pushes: dict[int | None, Window] = {}
        # A view makes session classes of its own; one for each person and not for each request.
        self._tenant = lru_cache(maxsize=512)(app.tenant_of)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        files = sorted(path for path in STATIC.iterdir() if path.is_file())
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
        self._templates.globals.update(static_version=digest.hexdigest()[:12], languages=LANGUAGES)

    def tenant(self, login: Login) -> Tenant:
        """The merchant of a person, with that person as the one who acts."""
        return self._tenant(login.merchant_id, login.merchant, actor=f"user:{login.login}")

    def hook_tenant(self, merchant_id: UUID) -> Tenant:
        """The merchant of a hook, with hooks as those who act."""
        return self._tenant(merchant_id, "", actor="hooks")

    def pushes_of(self, hook: HookSource) -> Window:
        """How many pushes of a hook are taken."""
        limit = hook.rules.per_minute
        return self._pushes.setdefault(limit, Window(limit, PUSH_WINDOW_S))

    def speech(self, request: Request) -> Speech:
        """The language of a request."""
        chosen = choose_language(
            request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", "")
        )
        return speech(chosen, self.app.zone)

    def page(
        self, request: Request, template: str, *, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """Render a template.

        Args:
            request: decides the language; who is logged in is taken from its state.
            template: name of the file.
            status: of the answer.
            context: for the template.
        """
        say = self.speech(request)
        login = getattr(request.state, "login", None)
        text = self._templates.get_template(template).render(
            context,
            _=say,
            word=lambda value: word(say, value),
            refusal=lambda text: refusal(say, text),
            whole=partial(whole_refusal, say),
            failure=lambda text: failure(say, text),
            class_reason=lambda reason: class_reason(say, reason),
            login=login,
            # A page of an error shows none: it may be the database that failed.
            alarms=self._alarms(login) if login and status < 400 else [],
            path=request.url.path,
        )
        return HTMLResponse(text, status, headers={"Content-Language": say.language})

    def _alarms(self, login: Login) -> list[str]:
        """The sources of this merchant that have been failing for too long."""
        with self.tenant(login).reads.begin() as session:
            return alarmed_sources(session)


def console_of(request: Request) -> Console:
    """The console that a request came to."""
    console: Console = request.app.state.console
    return console


Web = Annotated[Console, Depends(console_of)]
"""Parameter of a handler: the console."""
