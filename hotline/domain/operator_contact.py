"""How the keepers of the directory reach whoever runs a service. For the desk alone: never published."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from .field import Id, Record, Text

#: The languages in which the desk writes letters.
Locale = Literal["es", "en", "fr"]


def _email(value: str) -> str:
    # ASCII alone, so that every mail server can carry it and nothing in it can begin another header.
    if (
        not re.fullmatch(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value)
        or len(value) > 200
    ):
        raise PydanticCustomError("email_expected", "must be an e-mail address such as ana@example.org")
    return value


Email = Annotated[Text, AfterValidator(_email)]


class OperatorContact(Record):
    """Whom to ask about a service, and how; or that its operator does not want it test-called."""

    id: Id  #: the id of the service
    name: Text | None = None  #: the person or office to ask for
    email: Email | None = None
    phone: Text | None = None  #: as it is dialled from the keepers' desk; nobody else sees it
    language: Locale  #: in which to write
    do_not_test_call: bool = False
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.email or self.phone or self.note or self.do_not_test_call):
            raise PydanticCustomError(
                "operator_contact_empty", "needs `email`, `phone`, `note` or `do_not_test_call`"
            )
        return self


#: The schema of the data files does not offer them.
OperatorContacts = SkipJsonSchema[tuple[OperatorContact, ...]]
