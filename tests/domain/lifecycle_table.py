"""Prints the life cycle for the documentation.

After a change of `domain.referrals.MOVES`:

    python -m tests.domain.lifecycle_table > docs/lifecycle.md
"""

from domain.referrals import MOVES, Action, Move, State

HEAD = """\
# The life cycle of a referral

Every move that a referral can make; any other is refused. This page is printed from `MOVES` in
`domain/referrals.py` by `python -m tests.domain.lifecycle_table`, and a test compares the two.

| state | action | by | leads to | reason asked |
|---|---|---|---|---|
"""

FOOT = """
While the person is asked (`awaiting_consent`), the moves of the state before stay open as well;
*disagree*, which is also no answer in time, leads back to that state and to whoever held the case.
"""

OTHERWISE = {
    Action.OWNER_CHANGES: "if the new owner was named as one who receives",
    Action.TAKE_BACK: "if the new owner was named as one who receives",
    Action.ROUTE: "if the new owner was not named as one who receives",
    Action.AGREE: "for another centre or service, with a linked new referral",
    Action.ANSWER: "if the holder is gone",
}


def leads_to(action: Action, move: Move) -> str:
    """Say where a move leads, and when elsewhere."""
    if action is Action.DISAGREE:
        return "the state before"
    if move.otherwise is None:
        return f"`{move.to}`"
    return f"`{move.to}`; `{move.otherwise}` {OTHERWISE[action]}"


def row(state: State, action: Action, move: Move) -> str:
    """Write one move."""
    by = ", ".join(sorted(move.by))
    reason = "yes" if move.reason else ""
    return (
        f"| `{state}` | {action.replace('_', ' ')} | {by} | {leads_to(action, move)} | {reason} |"
    )


def printed() -> str:
    """Give the whole page."""
    rows = [row(state, *each) for state, moves in MOVES.items() for each in moves.items()]
    return HEAD + "\n".join(rows) + "\n" + FOOT


if __name__ == "__main__":
    print(printed(), end="")
