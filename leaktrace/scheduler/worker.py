"""The worker: APScheduler, one leader at a time, jobs declared from the source table.

Memory job store, UTC, ``coalesce``, ``max_instances=1``, ``misfire_grace_time=None``: late runs are
run once, never dropped, never piled up. Every job is safe to be killed at any point and run again.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from uuid import UUID

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.errors import KeyringError, LeakTraceError
from leaktrace.domain.source import SourceKind, SourceState
from leaktrace.scheduler.collect import collect_source
from leaktrace.services import canary_life, cases, line_life, merchants, sources
from leaktrace.services.streams import Intake, catch_up, read_everything
from leaktrace.storage import migrate
from leaktrace.storage.base import now
from leaktrace.storage.lease import release_lease, take_lease

__all__ = ["Worker"]

COLLECT_S = 60
HOOKS_S = 5
RENEW_S = 5
LEASE_NAME = "scheduler"


class Worker:
    """One worker process. Of several on one database the holder of the lease works; the others wait.

    Args:
        app: the application.
        collect_s: how often folders are looked at.
    """

    def __init__(self, app: App, *, collect_s: float = COLLECT_S) -> None:
        self._app = app
        self._collect_s = collect_s
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        self._stop = threading.Event()
        self._failed: BaseException | None = None
        self._log = structlog.get_logger("leaktrace.worker")
        self._jobs: dict[str, tuple[str, str]] = {}
        self._memories: dict[UUID, cases.Memory] = {}
        """Of each merchant, what its last attribution opened. Only its own job touches it."""
        self._scheduler: BackgroundScheduler | None = None

    def run(self) -> None:
        """Work until `stop`; returns when everything under way has ended.

        Raises:
            StoreError: the database is not at the revision of this program.
            KeyringError: a key is missing or wrong. The worker ends instead of failing again and again.
        """
        migrate.check_revision(self._app.engine)
        self._log.info("worker started", holder=self._holder)
        try:
            while not self._stop.is_set():
                self._beat()
                self._stop.wait(RENEW_S)
        finally:
            self._resign()
        if self._failed is not None:
            raise self._failed

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End after what is under way; fit for a signal handler."""
        self._stop.set()

    def install_signals(self) -> None:
        """SIGTERM and SIGINT stop the worker."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def _beat(self) -> None:
        """Renew or try to take the lease; lead or step back accordingly."""
        try:
            with self._app.writes.begin() as session:
                leads = take_lease(session, LEASE_NAME, self._holder)
            if leads:
                self._lead()
            elif self._scheduler is not None:
                self._log.warning("lost the lease, stepping back")
                self._shut_down()
        except KeyringError as error:
            self._failed = error
            self._stop.set()
        except Exception as error:  # noqa: BLE001 - the outermost edge: an outage must not end the worker
            # Without contact to the database the lease may lapse, so nothing more is scheduled.
            self._log.error("no contact to the database", error=_plain(error))
            self._shut_down()

    def _lead(self) -> None:
        if self._scheduler is None:
            self._log.info("leading", holder=self._holder)
            self._scheduler = BackgroundScheduler(
                timezone="UTC",
                executors={"default": ThreadPoolExecutor(4)},
                job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            )
            self._scheduler.add_listener(
                self._note, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES
            )
            self._scheduler.start()
        self._declare(self._scheduler)

    def _declare(self, scheduler: BackgroundScheduler) -> None:
        """Bring the jobs in line with merchants and sources: a job for each folder, two for each merchant."""
        wanted: dict[str, tuple[Callable[[], None], float, tuple[str, str]]] = {}
        with self._app.reads.begin() as session:
            everyone = merchants.everyone(session)
        for merchant in everyone:
            tenant = self._app.tenant_of(merchant.id, merchant.slug, actor="worker")
            wanted[f"digest:{merchant.slug}"] = (
                self._job(self._digest, tenant),
                HOOKS_S,
                ("digest", ""),
            )
            with tenant.reads.begin() as session:
                found = sources.list_sources(session)
            for source in found:
                if source.kind is SourceKind.FOLDER and source.state is SourceState.ACTIVE:
                    key = f"collect:{merchant.slug}:{source.name}"
                    job = self._job(self._collect, tenant, source.name)
                    wanted[key] = (job, self._collect_s, ("collect", source.name))
        for key in self._jobs.keys() - wanted.keys():
            scheduler.remove_job(key)
            del self._jobs[key]
        for key, (job, seconds, label) in wanted.items():
            if key not in self._jobs:
                scheduler.add_job(job, "interval", seconds=seconds, id=key, next_run_time=now())
                self._jobs[key] = label

    def _job(self, work: Callable[..., None], *arguments: object) -> Callable[[], None]:
        """A job that does nothing once this worker no longer leads."""

        def run() -> None:
            if self._stop.is_set() or self._scheduler is None:
                return
            try:
                work(*arguments)
            except KeyringError as error:
                self._failed = error
                self._stop.set()
                raise

        return run

    def _collect(self, tenant: Tenant, name: str) -> None:
        done = collect_source(self._app, tenant, name)
        if done.counts.stored:
            self._log.info(
                "collected", merchant=tenant.slug, source=name, stored=done.counts.stored
            )

    def _digest(self, tenant: Tenant) -> None:
        """What hooks left, what a kill left, and an attribution when something new came."""
        intake = Intake(tenant.writes, self._app.formats, self._app.zone)
        catch_up(intake)
        read_everything(intake)
        with tenant.reads.begin() as session:
            due = cases.attribution_due(session)
        if not due:
            return
        with tenant.writes.begin() as session:
            canary_life.note_hits(session)
            line_life.settle_nonces(session)
        memory = self._memories.setdefault(tenant.merchant_id, cases.Memory())
        with tenant.writes.begin() as session:
            run = cases.attribute_if_due(session, self._app.params, memory)
        if run is not None:
            self._log.info("attributed", merchant=tenant.slug, verdict=run.cases[0]["verdict"])

    def _note(self, event: JobEvent) -> None:
        error = getattr(event, "exception", None)
        self._log.warning(
            "job not done", job=event.job_id, error=_plain(error) if error else "late"
        )

    def _shut_down(self) -> None:
        if self._scheduler is not None:
            scheduler, self._scheduler = self._scheduler, None
            self._jobs.clear()
            scheduler.shutdown(wait=True)
            self._memories.clear()

    def _resign(self) -> None:
        self._shut_down()
        try:
            with self._app.writes.begin() as session:
                release_lease(session, LEASE_NAME, self._holder)
        except Exception as error:  # noqa: BLE001 - it lapses by itself
            self._log.warning("the lease could not be given back", error=_plain(error))
        self._log.info("worker ended", holder=self._holder)


def _plain(error: BaseException) -> str:
    """What may go into a log: our own words, or the kind of error; never parameters."""
    return str(error) if isinstance(error, LeakTraceError) else type(error).__name__
