"""Hooks under load: whom a push is for is looked up now and then, and many pushes are kept in one transaction."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.ports import Authentication
from leaktrace.services import sources
from leaktrace.services.deliveries import Arrived, store_deliveries
from leaktrace.services.sources import HookSource

__all__ = ["HookBook", "HookKeeper", "TooBusyError"]

FRESH_S: Final = 2.0
"""So long a hook is known without asking the database. Whether it is active is asked at each transaction."""
GATHER_S: Final = 0.01
"""So long others may join a push that came alone: a transaction costs as much as the keeping of thirty pushes."""
MOST_AT_ONCE: Final = 200
MOST_WAITING: Final = 2_000


class TooBusyError(Exception):
    """Raised where more pushes wait to be kept than can be soon."""


class HookBook:
    """The hooks that pushes come for, with their secrets, for a moment. Those that are not there are asked for anew.

    Args:
        app: with the database that they are in.
        clock: a monotonic clock.
    """

    def __init__(self, app: App, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._known: dict[str, tuple[float, HookSource]] = {}

    async def find(self, name: str) -> HookSource | None:
        """The active hook of that name, whichever merchant it belongs to."""
        until, hook = self._known.get(name, (0.0, None))
        if hook is not None and self._clock() < until:
            return hook
        found = await run_in_threadpool(self._look_up, name)
        if found is None:
            self.forget(name)
        else:
            self._known[name] = (self._clock() + FRESH_S, found)
        return found

    def forget(self, name: str) -> None:
        """Ask the database the next time."""
        self._known.pop(name, None)

    def _look_up(self, name: str) -> HookSource | None:
        with self._app.reads.begin() as session:
            return sources.find_hook(session, name)


@dataclass(frozen=True)
class _Waiting:
    """A push whose gateway waits for an answer."""

    merchant_id: UUID
    arrived: Arrived
    kept: "asyncio.Future[Authentication | None]"


class HookKeeper:
    """Keeps pushes: those that come while one transaction runs are the next one. Belongs to one event loop.

    An answer is given only after the commit, so what was answered is kept, also when the machine fails.

    Args:
        tenant_of: the sessions of a merchant.
    """

    def __init__(self, tenant_of: Callable[[UUID], Tenant]) -> None:
        self._tenant_of = tenant_of
        self._waiting: deque[_Waiting] = deque()
        self._works = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def keep(self, merchant_id: UUID, arrived: Arrived) -> Authentication | None:
        """Wait until a push is committed.

        Returns:
            How it is authenticated; None if its source was paused or is gone, and so it was not kept.

        Raises:
            TooBusyError: too many wait already.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise TooBusyError
        kept: asyncio.Future[Authentication | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(merchant_id, arrived, kept))
        if not self._works:
            self._works = True
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await kept

    async def _work(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(GATHER_S)
                await self._keep_some()
        finally:
            self._works = False

    async def _keep_some(self) -> None:
        """One transaction for those that belong to the merchant of the first."""
        merchant_id = self._waiting[0].merchant_id
        some: list[_Waiting] = []
        while (
            self._waiting
            and len(some) < MOST_AT_ONCE
            and self._waiting[0].merchant_id == merchant_id
        ):
            some.append(self._waiting.popleft())
        pushes = [one.arrived for one in some]
        done = asyncio.ensure_future(run_in_threadpool(self._commit, merchant_id, pushes))
        await asyncio.wait([done])
        error = done.exception()
        for number, one in enumerate(some):
            if one.kept.done():  # whoever waited has gone
                continue
            if error is None:
                one.kept.set_result(done.result()[number])
            else:
                one.kept.set_exception(error)

    def _commit(
        self, merchant_id: UUID, pushes: Sequence[Arrived]
    ) -> Sequence[Authentication | None]:
        with self._tenant_of(merchant_id).writes.begin() as session:
            active = sources.active_sources(session, {one.source_id for one in pushes})
            wanted = [one for one in pushes if one.source_id in active]
            kept = iter(store_deliveries(session, wanted))
            return [next(kept)[1] if one.source_id in active else None for one in pushes]
