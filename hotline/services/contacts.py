"""Reads how to reach whoever runs a service. For pages of the desk alone: nothing here is public."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.operator_contact import OperatorContact
from hotline.storage.tables.operator_contact import operator_contact


def of_service(session: Session, region: str, service_id: str) -> OperatorContact | None:
    """The contact that two people agreed on; None where the keepers know none."""
    fields = [operator_contact.c[name] for name in OperatorContact.model_fields]
    row = session.execute(
        select(*fields).where(operator_contact.c.region == region, operator_contact.c.id == service_id)
    ).first()
    return OperatorContact.model_validate(dict(row._mapping)) if row else None
