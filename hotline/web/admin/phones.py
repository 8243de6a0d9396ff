"""A phone that makes codes: the key that it reads from the page, on the way there and back."""

from typing import Any

import segno
from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from hotline.web.admin.proving import identity


def new_key(email: str, purpose: str) -> dict[str, Any]:
    """A new key as a page shows it. `purpose` says whom it is for; it opens nothing until a code came back."""
    return shown(email, purpose, identity().second_factor.generate_totp_secret())


def shown(email: str, purpose: str, key: str) -> dict[str, Any]:
    """What a page needs to show a key: a picture, an address for an app, text, and what comes back."""
    factor = identity().second_factor
    address = factor.get_totp_uri(email, key)
    drawing = segno.make(address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True
    )
    return {
        "qr": drawing,
        "address": address,
        "key": factor.get_totp_pretty_key(key),
        "secret": _carried(purpose).dumps(key),
    }


def came_back(purpose: str) -> tuple[str, int | None] | None:
    """The key of this form, and the time step of its code, None if that is wrong; None if it is no key of ours."""
    try:
        key = str(_carried(purpose).loads(request.form.get("secret", "")))
    except BadSignature:
        return None
    code = "".join(request.form.get("code", "").split())
    return key, identity().second_factor.first_counter(code, key)


def _carried(purpose: str) -> URLSafeSerializer:
    """Signs what the page carries along, so that only a key of ours comes back, and for this purpose."""
    return URLSafeSerializer(str(current_app.secret_key), salt=f"second factor of {purpose}")
