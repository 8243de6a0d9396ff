"""Bounds how often one place may ask, without remembering who asked (P16).

The address is turned at once into a code by a random key that lives in memory and changes every
hour; no address is kept, and after an hour nobody can tell whose a code was. Each worker counts
for itself, which lets a little more through and needs no shared store.
"""

import hashlib
import hmac
import secrets
import time

from flask import Flask, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

#: Of typed requests (search, look-up), a minute: enough for a shared line of a shelter.
TYPED = "60 per minute"
_HOUR = 3600


class HourlyCode:
    """Codes for addresses; the same address gets the same code until the hour is over."""

    def __init__(self) -> None:
        self._hour = -1
        self._key = b""

    def code(self, address: str) -> str:
        """A code for `address` that cannot be turned back."""
        hour = int(time.monotonic() // _HOUR)
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()[:24]


def register(app: Flask, proxies: int) -> Limiter:
    """Limit the typed requests of `app`, which stands behind `proxies` proxies of the operator."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    codes = HourlyCode()
    return Limiter(
        lambda: codes.code(request.remote_addr or ""),
        app=app,
        storage_uri="memory://",
        headers_enabled=False,
        default_limits=[TYPED],
        default_limits_exempt_when=lambda: request.method != "POST",
    )
