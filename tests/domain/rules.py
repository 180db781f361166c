"""The rules that tests prove: every id is named by a test, or shown by a transcript.

The ids are those of the rule tables; the decisions are called by their titles.
"""

RULES = (
    *("G1", "G2", "G3"),
    *("A1", "A2", "A3", "A4", "A5"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7"),
    *("C1", "C2a", "C2b", "C3", "C4", "C5"),
    *("D1", "D2", "D3", "D4", "D5", "D6"),
    *("Invariant 1", "Invariant 2", "Invariant 3", "Invariant 4", "Invariant 5", "Invariant 6"),
    *("Routing 1", "Routing 2", "Routing 3", "Routing 4", "Routing 5"),
    "Narrowest area",
    "A queue is a team's",
    "Coordinator",
    "Refuses authorities",
    "Route twice",
    "Overlap or none",
    "Partner gate",
    "No gate by default",
    "Before acceptance",
    "At acceptance",
    "Reasons shown",
    "Address",
    "Small numbers",
    "Forget me",
    "Children",
    "Open referrals",
    "Handover",
    "Dates",
    "After an agreement ends",
    "Timers",
    "IN 92",
    "Committees",
    "Complaints",
    "Eligibility",
    "Closed centre",
    "Inline mode",
    "Age band",
    "Rights of look-up",
    "The life cycle",
)

# Rules that a conversation shows rather than a function: by the transcripts that play them.
SHOWN = {
    "Age band": ("first_words_ask_for_shelter", "find_by_country_and_city"),
    "Forget me": ("forget_me",),
}
