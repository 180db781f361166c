"""The path of one call: checked, hooks and faults of the test, executed, remembered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import limits
from .faults import Fault, Faults, Flood, Forbidden, Hooks, ServerError, is_executed
from .methods import execute
from .parameters import Unfit
from .polling import Polling
from .rates import Rates
from .refusals import Refused, Violation, forbidden, too_many_requests
from .specification import Method, Specification
from .state import Telegram

Wire = dict[str, Any]
NO_METHOD = "Not Found: method not found"


class NeverArrived(Exception):
    """A hook wants it as if the call had never been made."""


@dataclass(eq=False, slots=True)
class Call:
    """One call of the bot. `when`: Unix time; `by_webhook`: it came in the answer to an update.

    `outcome`: the result, the `Refused`, or the planned fault.
    """

    method: str
    params: Wire
    when: float
    by_webhook: bool
    outcome: Any = None

    @property
    def chat_id(self) -> int | str | None:
        """The chat that the call is about."""
        return self.params.get("chat_id")


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A call that no bot should make, and why."""

    method: str
    why: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method}: {self.why}"


@dataclass(frozen=True, slots=True)
class Done:
    """The call took effect."""

    result: Any


Outcome = Done | Refused | Fault


class Switchboard:
    """Takes the bot's calls, whichever way they come."""

    def __init__(self, telegram: Telegram, specification: Specification, rates: Rates) -> None:
        self._telegram = telegram
        self._specification = specification
        self._rates = rates
        self.polling = Polling(telegram)
        self.faults = Faults()
        self.before = Hooks()
        self.after = Hooks()
        self.calls: list[Call] = []
        self.violations: list[BrokenRule] = []

    async def take(
        self,
        name: str,
        given: Mapping[str, Any],
        is_connected: Callable[[], bool] = lambda: True,
        by_webhook: bool = False,
    ) -> Outcome:
        """Let a call take its course.

        :raises NeverArrived: if a hook says so.
        """
        call = Call(name, dict(given), time.time(), by_webhook)
        try:
            method = self._checked(call)
        except Refused as refused:
            self._remember(call, refused)
            return refused
        if not await self.before.run(call):
            raise NeverArrived
        outcome = await self._outcome(method, call, is_connected)
        self._remember(call, outcome)
        await self.after.run(call)
        return outcome

    def refuse(self, name: str, violation: Violation) -> Violation:
        """Take down a call of which not even the parameters could be read."""
        self._remember(Call(name, {}, time.time(), False), violation)
        return violation

    def _checked(self, call: Call) -> Method:
        """Check a call against the specification and the limits, and read its parameters."""
        method = self._specification.method(call.method)
        if method is None:
            raise self._unknown(call)
        call.method = method.name
        try:
            call.params = self._specification.read(method, call.params)
        except Unfit as unfit:
            raise Violation(str(unfit)) from None
        why = limits.broken(self._specification.parts(method, call.params))
        if why:
            raise Violation(why)
        return method

    def _unknown(self, call: Call) -> Refused:
        self.violations.append(BrokenRule(call.method, "there is no such method", call.params))
        return Refused(404, NO_METHOD)

    async def _outcome(
        self, method: Method, call: Call, is_connected: Callable[[], bool]
    ) -> Outcome:
        fault = self.faults.of(call)
        if fault is not None and not is_executed(fault):
            return _as_refusal(fault)
        try:
            self._rates.check(call.method, call.chat_id)
            done = Done(await self._execute(method, call.params, is_connected))
        except Refused as refused:
            return refused
        return fault or done

    async def _execute(self, method: Method, params: Wire, is_connected: Callable[[], bool]) -> Any:
        if method.name == "getUpdates":
            return await self.polling.get_updates(params, is_connected)
        return execute(self._telegram, method, params)

    def _remember(self, call: Call, outcome: Outcome) -> None:
        call.outcome = outcome.result if isinstance(outcome, Done) else outcome
        self.calls.append(call)
        if isinstance(outcome, Violation):
            self.violations.append(BrokenRule(call.method, outcome.description, call.params))
        self._telegram.changes.tell()


def _as_refusal(fault: Fault) -> Outcome:
    match fault:
        case Flood(retry_after):
            return too_many_requests(retry_after)
        case Forbidden(why):
            return forbidden(why)
        case ServerError(code):
            return Refused(code, "Bad Gateway" if code == 502 else "Internal Server Error")
        case _:
            return fault
