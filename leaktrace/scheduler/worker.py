"""The worker: APScheduler, one leader at a time, jobs declared from the source table.

Memory job store, UTC, ``coalesce``, ``max_instances=1``, ``misfire_grace_time=None``: late runs are
run once, never dropped, never piled up. Every job is safe to be killed at any point and run again.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.errors import KeyringError
from leaktrace.domain.source import SourceKind, SourceState, is_fetched
from leaktrace.domain.source_rules import rules_of
from leaktrace.scheduler.collect import collect_source, note_skipped, plain
from leaktrace.scheduler.digest import Digest
from leaktrace.services import (
    merchants,
    source_runs,
    sources,
)
from leaktrace.storage import migrate
from leaktrace.storage.base import now
from leaktrace.storage.lease import release_lease, take_lease
from leaktrace.storage.statistics import refresh_statistics

__all__ = ["Worker"]

HOOKS_S = 5
RENEW_S = 5
LEASE_NAME = "scheduler"


_SKIPPED = {
    EVENT_JOB_MAX_INSTANCES: "the look before this one has not ended yet",
    EVENT_JOB_MISSED: "the worker was too late to look",
}


@dataclass(frozen=True)
class _Job:
    """What a job of the scheduler does, and for whom."""

    tenant: Tenant
    work: Callable[..., None]
    seconds: float
    source: str = ""
    """The source that it looks at."""


class Worker:
    """One worker process. Of several on one database the holder of the lease works; the others wait.

    Args:
        app: the application.
        collect_s: how often sources are looked at that do not say so themselves.
    """

    def __init__(self, app: App, *, collect_s: float = source_runs.EVERY_S) -> None:
        self._app = app
        self._collect_s = collect_s
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        self._stop = threading.Event()
        self._failed: BaseException | None = None
        self._log = structlog.get_logger("leaktrace.worker")
        self._jobs: dict[str, _Job] = {}
        self._digests = Digest(app, self._ends)
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
            self._log.error("no contact to the database", error=plain(error))
            self._shut_down()

    def _lead(self) -> None:
        if self._scheduler is None:
            self._log.info("leading", holder=self._holder)
            with self._app.writes.begin() as session:
                refresh_statistics(session)
            self._scheduler = BackgroundScheduler(
                timezone="UTC",
                # Sources that hang must not keep what has arrived from being read.
                executors={
                    "default": ThreadPoolExecutor(8),
                    "digest": ThreadPoolExecutor(2),
                },
                job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            )
            self._scheduler.add_listener(
                self._note, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES
            )
            self._scheduler.start()
        self._declare(self._scheduler)

    def _declare(self, scheduler: BackgroundScheduler) -> None:
        """Bring the jobs in line with merchants and sources."""
        wanted: dict[str, _Job] = {}
        with self._app.reads.begin() as session:
            everyone = merchants.everyone(session)
        for merchant in everyone:
            tenant = self._app.tenant_of(merchant.id, merchant.slug, actor="worker")
            wanted[f"digest:{merchant.slug}"] = _Job(tenant, self._digest, HOOKS_S)
            with tenant.reads.begin() as session:
                found = sources.list_sources(session)
            for source in found:
                fetched = is_fetched(source.kind, source.settings)
                scheduled = source.kind is SourceKind.FOLDER or fetched
                if scheduled and source.state is SourceState.ACTIVE:
                    every = rules_of(source.settings).every_s or self._collect_s
                    key = f"collect:{merchant.slug}:{source.name}"
                    wanted[key] = _Job(tenant, self._collect, every, source.name)
        for key, job in list(self._jobs.items()):
            if key not in wanted or wanted[key].seconds != job.seconds:
                scheduler.remove_job(key)
                del self._jobs[key]
        for key, job in wanted.items():
            if key in self._jobs:
                self._hasten(scheduler, key, job)
            else:
                scheduler.add_job(
                    self._run,
                    "interval",
                    [job],
                    seconds=job.seconds,
                    id=key,
                    executor="default" if job.source else "digest",
                    next_run_time=now(),
                )
                self._jobs[key] = job

    @staticmethod
    def _hasten(scheduler: BackgroundScheduler, key: str, job: _Job) -> None:
        """Run a job now whose next time lies further ahead than any can: the clock was set back."""
        found = scheduler.get_job(key)
        latest = now() + timedelta(seconds=2 * job.seconds)
        if found is not None and found.next_run_time > latest:
            found.modify(next_run_time=now())

    def _run(self, job: _Job) -> None:
        """Do a job, unless this worker no longer leads."""
        if self._ends():
            return
        try:
            job.work(job)
        except KeyringError as error:
            self._failed = error
            self._stop.set()
            raise

    def _ends(self) -> bool:
        return self._stop.is_set() or self._scheduler is None

    def _collect(self, job: _Job) -> None:
        with job.tenant.reads.begin() as session:
            if source_runs.is_waiting(session, job.source):
                return
        done = collect_source(self._app, job.tenant, job.source, stop=self._ends)
        if done.counts.stored:
            self._log.info(
                "collected",
                merchant=job.tenant.slug,
                source=job.source,
                stored=done.counts.stored,
            )

    def _digest(self, job: _Job) -> None:
        self._digests.digest(job.tenant)

    def _note(self, event: JobEvent) -> None:
        """A job that failed has said so itself; of one that did not come about, nobody else tells."""
        error = getattr(event, "exception", None)
        reason = plain(error) if error else _SKIPPED[event.code]
        self._log.warning("job not done", job=event.job_id, error=reason)
        job = self._jobs.get(event.job_id)
        if job is None or not job.source or error:
            return
        try:
            note_skipped(job.tenant, job.source, _began(event), reason)
        except Exception as fault:  # noqa: BLE001 - the outermost edge: the scheduler must go on
            self._log.error("not noted", job=event.job_id, error=plain(fault))

    def _shut_down(self) -> None:
        if self._scheduler is not None:
            scheduler, self._scheduler = self._scheduler, None
            self._jobs.clear()
            scheduler.shutdown(wait=True)
            # It holds copies in plain, and another may lead meanwhile.
            self._digests = Digest(self._app, self._ends)

    def _resign(self) -> None:
        self._shut_down()
        try:
            with self._app.writes.begin() as session:
                release_lease(session, LEASE_NAME, self._holder)
        except Exception as error:  # noqa: BLE001 - it lapses by itself
            self._log.warning("the lease could not be given back", error=plain(error))
        self._log.info("worker ended", holder=self._holder)


def _began(event: JobEvent) -> datetime:
    """When the job should have begun; of several times that were missed together, the first."""
    times = getattr(event, "scheduled_run_times", None) or [event.scheduled_run_time]
    began: datetime = times[0]
    return began
