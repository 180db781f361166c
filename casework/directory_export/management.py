"""Who manages a centre, and by which model: of governance, what anyone may know."""

from __future__ import annotations

from typing import assert_never

from domain.management import (
    Arrangement,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    parties_of,
)
from domain.organisations import OrganisationId


def managers(arrangement: Arrangement) -> tuple[OrganisationId, ...]:
    """Name those that the model itself makes managers."""
    model = arrangement.model
    if isinstance(model, PartnerRun):
        return (model.partner,)
    return tuple(party.organisation for party in parties_of(model))


def model_code(model: Model) -> str:
    """Give the code of a management model."""
    match model:
        case IomRun():
            return "iom_run"
        case PartnerRun():
            return "partner_run"
        case GovernmentRun():
            return "government_run"
        case JointlyRun():
            return "jointly_run"
        case _:
            assert_never(model)
