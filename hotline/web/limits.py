"""Bounds how often one place may ask, without remembering who asked (P16).

The address is turned at once into a code by a random key that lives in memory and changes every
hour; no address is kept, and after an hour nobody can tell whose a code was. Each worker counts
for itself, which lets a little more through and needs no shared store.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItemPerHour
from werkzeug.middleware.proxy_fix import ProxyFix

#: Of typed requests (search, look-up), a minute: enough for a shared line of a shelter.
TYPED = "60 per minute"
_HOUR = 3600


class HourlyCode:
    """Codes for addresses; the same address gets the same code until the hour is over."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._hour_and_key = (-1, b"")

    def code(self, address: str) -> str:
        """A code for `address` that cannot be turned back."""
        hour = int(self._clock() // _HOUR)
        known, key = self._hour_and_key
        if hour != known:
            key = secrets.token_bytes(32)
            self._hour_and_key = (hour, key)
        return hmac.new(key, _place(address).encode(), hashlib.sha256).hexdigest()[:24]


def _place(address: str) -> str:
    """The address itself, or the network of an IPv6 address: one visitor owns a whole /64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def register(app: Flask, proxies: int) -> Limiter:
    """Limit the typed requests of `app`, which stands behind `proxies` proxies of the operator."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    codes = HourlyCode()
    app.extensions["hourly_code"] = codes
    app.extensions["hourly_limits"] = limiter = Limiter(
        lambda: codes.code(request.remote_addr or ""),
        app=app,
        storage_uri="memory://",
        headers_enabled=False,
        default_limits=[TYPED],
        default_limits_exempt_when=lambda: request.method != "POST",
    )
    return limiter


def once_more(what: str, most: int) -> bool:
    """Whether the place of this request may do `what` once more in this hour; if so, it is counted."""
    codes: HourlyCode = current_app.extensions["hourly_code"]
    limiter: Limiter = current_app.extensions["hourly_limits"]
    return limiter.limiter.hit(RateLimitItemPerHour(most), what, codes.code(request.remote_addr or ""))
