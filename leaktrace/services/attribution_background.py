"""The background: how many contacts a line gets that need no leak."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import Background, estimate
from leaktrace.services.attribution_contacts import days
from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures

__all__ = ["measure_background"]


def measure_background(session: Session, as_of: datetime) -> Background:
    """Contacts on control lines, and on canary lines before their first exposure."""
    exposures = current_exposures().subquery()
    first = (
        select(models.IdentityLine.line_id, func.min(exposures.c.exposed_at).label("at"))
        .join(models.CanaryOrder, models.CanaryOrder.identity_id == models.IdentityLine.identity_id)
        .join(exposures, exposures.c.order_id == models.CanaryOrder.id)
        .group_by(models.IdentityLine.line_id)
        .subquery()
    )
    until = case((first.c.at < as_of, first.c.at), else_=as_of)
    contacts = (
        select(models.ContactLine.line_id, func.count().label("count"))
        .join(models.Contact, models.Contact.id == models.ContactLine.contact_id)
        .outerjoin(first, first.c.line_id == models.ContactLine.line_id)
        .where(models.Contact.occurred_at < until)
        .group_by(models.ContactLine.line_id)
        .subquery()
    )
    rows = session.execute(
        select(models.Line.acquired_at, first.c.at, func.coalesce(contacts.c.count, 0))
        .outerjoin(first, first.c.line_id == models.Line.id)
        .outerjoin(contacts, contacts.c.line_id == models.Line.id)
        .order_by(models.Line.line_id)
    ).all()
    ends = [as_of if at is None else min(at, as_of) for _, at, _ in rows]
    watched = [max(0.0, days(end) - days(row[0])) for row, end in zip(rows, ends, strict=True)]
    return estimate([row[2] for row in rows], watched)
