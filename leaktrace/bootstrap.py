"""The only place where things are constructed."""

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from leaktrace.crypto.kek import KekStore
from leaktrace.crypto.keyring import Keyring
from leaktrace.domain.errors import NoPluginError, PluginError
from leaktrace.domain.placing import ChannelModule
from leaktrace.domain.ports import IntakeFormat
from leaktrace.services import merchants
from leaktrace.settings import Settings
from leaktrace.storage import migrate
from leaktrace.storage.engine import make_engine, make_sessions

if TYPE_CHECKING:
    from leaktrace.attribution import Params

__all__ = ["App", "Tenant", "build"]

_Plugin = TypeVar("_Plugin")


@dataclass(frozen=True)
class Tenant:
    """One merchant's view of the application: sessions that see its rows only."""

    merchant_id: UUID
    slug: str
    reads: sessionmaker[Session]
    writes: sessionmaker[Session]


class App:
    """Everything that a command, a request or a job needs.

    Args:
        settings: as merged from file, environment and options.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.zone = ZoneInfo(settings.zone)
        self.engine: Engine = make_engine(settings.database)
        self.keyring = Keyring(KekStore(settings.keys))
        self.reads = make_sessions(self.engine, self.keyring, write=False)
        self.writes = make_sessions(self.engine, self.keyring, write=True)

    @property
    def params(self) -> "Params":
        """The numbers of the attribution's model."""
        # Imported when needed: most commands attribute nothing and can do without numpy.
        from leaktrace.attribution import Params  # noqa: PLC0415

        return Params(false_accusation_bound=self.settings.false_accusation_bound)

    @cached_property
    def formats(self) -> Mapping[str, IntakeFormat]:
        """The intake formats of this installation, by name; each is loaded when it is asked for."""
        return _Plugins("leaktrace.sources", _load_format)

    @cached_property
    def channel_modules(self) -> Mapping[str, ChannelModule]:
        """The channel modules of this installation, by name; each is loaded when it is asked for."""
        return _Plugins("leaktrace.channels", _load_channel)

    def tenant(self, slug: str = "", *, actor: str = "system") -> Tenant:
        """The view of one merchant; without a slug of the only one.

        Raises:
            StoreError: no database, or at another revision.
            NotFoundError: no such merchant.
            UsageError: several merchants and no slug.
        """
        migrate.check_revision(self.engine)
        with self.reads.begin() as session:
            merchant = merchants.find(session, slug or self.settings.merchant)
        return self.tenant_of(merchant.id, merchant.slug, actor=actor)

    def tenant_of(self, merchant_id: UUID, slug: str, *, actor: str = "system") -> Tenant:
        """The view of a merchant that is known already."""
        sessions = [
            make_sessions(
                self.engine, self.keyring, write=write, merchant_id=merchant_id, actor=actor
            )
            for write in (False, True)
        ]
        return Tenant(merchant_id, slug, sessions[0], sessions[1])

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def build(settings: Settings) -> App:
    """An application for these settings. Connects to nothing yet."""
    # Intake makes many rows and hardly a cycle: to look for cycles as often as usual is a tenth of its time.
    gc.set_threshold(50_000, 20, 20)
    return App(settings)


_NOT_THERE = {
    "leaktrace.sources": "the format {name} is not installed",
    "leaktrace.channels": "the channel module {name} is not installed",
}


class _Plugins(Mapping[str, _Plugin]):
    """What is entered in a group of entry points. One that is broken harms those who use it only."""

    def __init__(self, group: str, load: Callable[[EntryPoint], _Plugin]) -> None:
        self._group = group
        self._points = {point.name: point for point in entry_points(group=group)}
        self._load = load
        self._loaded: dict[str, _Plugin] = {}

    def __getitem__(self, name: str) -> _Plugin:
        if name not in self._points:
            raise NoPluginError(
                _NOT_THERE[self._group].format(name=name),
                remedy="Install the package that has it",
            )
        if name not in self._loaded:
            self._loaded[name] = self._load(self._points[name])
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._points

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._points))

    def __len__(self) -> int:
        return len(self._points)


def _load_format(point: EntryPoint) -> IntakeFormat:
    """Load one intake format.

    Raises:
        PluginError: it cannot be imported or does not keep the contract.
    """
    loaded = _made(point, "source format")
    if not isinstance(loaded, IntakeFormat):
        raise PluginError(f"source format {point.name} does not keep the contract of IntakeFormat")
    return loaded


def _load_channel(point: EntryPoint) -> ChannelModule:
    """Load one channel module.

    Raises:
        PluginError: it cannot be imported or does not keep the contract.
    """
    loaded = _made(point, "channel module")
    if not isinstance(loaded, ChannelModule):
        raise PluginError(
            f"channel module {point.name} does not keep the contract of ChannelModule"
        )
    return loaded


def _made(point: EntryPoint, kind: str) -> object:
    try:
        return point.load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise PluginError(f"{kind} {point.name} cannot be loaded: {error}") from error
