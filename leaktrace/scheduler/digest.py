"""What is done with everything that has arrived: parse, read, compare, attribute."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.errors import KeyringError
from leaktrace.scheduler.collect import collect_source, plain
from leaktrace.services import attribution_runs, campaigns, canary_life, line_life, source_runs
from leaktrace.services.deliveries import unread_sources
from leaktrace.services.streams import Intake, read_everything
from leaktrace.storage.base import first_id, now

__all__ = ["Digest"]

LATE = timedelta(days=1)
"""What a process with another clock did longer ago than this waits until a worker starts, or a person looks."""


class Digest:
    """What a worker that leads does for each merchant every few seconds, and remembers of the time before.

    Args:
        app: the application.
        ends: whether the worker is about to end.
    """

    def __init__(self, app: App, ends: Callable[[], bool]) -> None:
        self._app = app
        self._ends = ends
        self._log = structlog.get_logger("leaktrace.worker")
        self._memories: dict[UUID, attribution_runs.Memory] = {}
        """Of each merchant, what its last attribution opened. Only its own job touches it."""
        self._looked: dict[UUID, datetime] = {}
        """Of each merchant, when the last look at what is to be read and compared began that came to its end."""

    def digest(self, tenant: Tenant) -> None:
        """Take in what hooks left, and what a kill left, and attribute when something new came."""
        self._take_stored(tenant)
        self._look(tenant)
        with tenant.reads.begin() as session:
            due = attribution_runs.attribution_due(session)
        if due:
            self._attribute(tenant)

    def _take_stored(self, tenant: Tenant) -> None:
        """Parse what was pushed, source by source: a parser that fails keeps none but its own waiting."""
        with tenant.reads.begin() as session:
            names = [
                name
                for name in unread_sources(session)
                if not source_runs.is_waiting(session, name)
            ]
        for name in names:
            try:
                collect_source(self._app, tenant, name, only_stored=True)
            except KeyringError:
                raise
            except Exception as error:  # noqa: BLE001 - the outermost edge: it is noted at the source
                self._log.warning("not read", merchant=tenant.slug, source=name, error=plain(error))

    def _look(self, tenant: Tenant) -> None:
        """Read and compare contacts: at first all that need it, then what came in or became known since."""
        began, before = now(), self._looked.get(tenant.merchant_id)
        since = None if before is None else before - LATE
        read_everything(Intake(tenant.writes, self._app.formats, self._app.zone), since)
        if self._mark(tenant, since):
            self._looked[tenant.merchant_id] = began

    def _mark(self, tenant: Tenant, since: datetime | None) -> bool:
        """Note what contacts can be compared by; whether that was done for all."""
        after = None if since is None else first_id(since)
        while not self._ends():
            with tenant.reads.begin() as session:
                waiting = campaigns.unmarked_contacts(session, after)
            if not waiting:
                return True
            with tenant.writes.begin() as session:
                campaigns.mark_contacts(session, waiting)
            after = waiting[-1]
        return False

    def _attribute(self, tenant: Tenant) -> None:
        with tenant.writes.begin() as session:
            canary_life.note_hits(session)
            line_life.settle_nonces(session)
        memory = self._memories.setdefault(tenant.merchant_id, attribution_runs.Memory())
        with tenant.reads.begin() as session:
            worked = attribution_runs.work_out(session, params=self._app.params, memory=memory)
        with tenant.writes.begin() as session:
            run = attribution_runs.keep_if_due(session, worked)
        if run is not None:
            self._log.info("attributed", merchant=tenant.slug, verdict=run.cases[0]["verdict"])
