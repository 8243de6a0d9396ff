"""The one table of response headers, for pages, files, errors and redirects alike.

docs/deploy/nginx.conf carries the same table; a test compares the two.
"""

from collections.abc import Mapping
from functools import cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from hotline.domain.listing import LOCALES
from hotline.editions.rendering import Sources, csp_hashes

#: Every feature that a page could ask a browser for, and that no page here may have (P9).
DENIED_FEATURES = (
    "accelerometer", "ambient-light-sensor", "attribution-reporting", "autoplay", "battery",
    "bluetooth", "browsing-topics", "camera", "captured-surface-control", "clipboard-read",
    "clipboard-write", "compute-pressure", "deferred-fetch", "deferred-fetch-minimal",
    "digital-credentials-create", "digital-credentials-get", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "join-ad-interest-group", "keyboard-map", "language-detector",
    "language-model", "local-fonts", "local-network", "local-network-access", "loopback-network",
    "magnetometer", "microphone", "midi", "on-device-speech-recognition", "otp-credentials",
    "payment", "picture-in-picture", "private-state-token-issuance",
    "private-state-token-redemption", "publickey-credentials-create", "publickey-credentials-get",
    "run-ad-auction", "screen-wake-lock", "serial", "speaker-selection", "storage-access",
    "summarizer", "sync-xhr", "translator", "usb", "web-share", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip


def content_security_policy(styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """The policy of a public page, which may run its own inlined style and script and nothing else.

    `styles` and `scripts` are CSP sources such as `'sha256-…'`.
    """
    nothing = "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(styles) or nothing}",
            f"script-src {' '.join(scripts) or nothing}",
            # What is heard or seen of a campaign material; frames and desk have policies of their own.
            "img-src 'self' data:",
            "media-src 'self'",
            # The answer to a form is fetched by the page's own script, so that no history entry is left.
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


@cache
def page_policy() -> str:
    """The policy of the pages of this program, by the hashes of their own style and script."""
    return content_security_policy(*csp_hashes())


def preview_policy(policy: str) -> str:
    """The `policy` of a page, for the one that shows a frame of this site to those who choose it."""
    return f"{policy}; frame-src 'self'"


def shows_a_frame(address: str) -> bool:
    """Whether an address is the page on which a frame is chosen."""
    return address.startswith("/") and address[1:] in {f"{locale}/embed" for locale in LOCALES}


def public_headers(policy: str) -> Mapping[str, str]:
    """Headers of every public answer. Nothing in them depends on the request (P15, P40)."""
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noarchive",
        "X-DNS-Prefetch-Control": "off",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Origin-Agent-Cluster": "?1",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED_FEATURES),
        # A browser keeps nothing on the disk; an edge may keep the page and serve it when we are down.
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "max-age=60, stale-while-revalidate=600, stale-if-error=604800",
        # Browsers heed this behind TLS only, and ignore it on plain HTTP.
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    }


def private_headers(policy: str) -> Mapping[str, str]:
    """Headers of an answer to something a visitor typed: no edge may keep it either."""
    return {**public_headers(policy), "CDN-Cache-Control": "no-store"}


#: The one page among the addresses of the API: it tells people how to use it.
API_PAGE = "/api/v1/"
_FOR_MACHINES = frozenset({"/robots.txt", "/sitemap.xml"})


def frame_policy(styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """The policy of what other sites show in a frame: it may load nothing, and any site may show it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(styles)}",
            f"script-src {' '.join(scripts)}",
            "img-src data:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors *",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def frame_headers(sources: Sources) -> Mapping[str, str]:
    """Headers of what other sites show in a frame: the same table, and any site may show it."""
    headers = {**public_headers(frame_policy(*sources)), "Cross-Origin-Resource-Policy": "cross-origin"}
    # It knows no way to say "everybody"; frame-ancestors above does.
    del headers["X-Frame-Options"]
    return headers


def is_frame(address: str) -> bool:
    """Whether an address is a page that other sites show."""
    return address.startswith("/embed/") and not address.endswith((".js", ".json"))


def is_data(address: str) -> bool:
    """Whether an address is for machines: open to every site, and worth keeping for a minute."""
    for_programs = address.startswith(("/data/", "/api/")) and address != API_PAGE
    of_an_element = address.startswith("/embed/") and not is_frame(address)
    return for_programs or of_an_element or address in _FOR_MACHINES


def data_headers(tag: str) -> Mapping[str, str]:
    """Headers of open data: any page may fetch it, and whoever has the edition `tag` need not again."""
    return {
        **public_headers("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "max-age=60",
        "ETag": f'"{tag}"',
    }


def is_rendition(address: str) -> bool:
    """Whether an address is a file of a campaign material: sound, film, picture, paper."""
    return address.startswith("/files/")


#: Of a file that is none of a page's parts: it may load nothing, run nothing, and be framed by nobody.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def rendition_headers(media_type: str) -> Mapping[str, str]:
    """Headers of a file of a campaign material. Whatever it is, no browser may run anything in it.

    Paper is saved, not shown: a browser's own reader of PDF runs what the sandbox would have to stop.
    """
    headers = dict(public_headers(FILE_POLICY))
    # An edge that keeps whole films for a minute each only fills itself.
    headers["CDN-Cache-Control"] = "no-store"
    if media_type == "application/pdf":
        headers["Content-Disposition"] = "attachment"
    return headers


def answer_headers() -> Mapping[str, str]:
    """Headers of an answer of the API to something that somebody typed: open, and nobody keeps it."""
    headers = {**data_headers(""), "Cache-Control": "no-store", "CDN-Cache-Control": "no-store"}
    del headers["ETag"]
    return headers


def desk_headers(script: str | None = None) -> Mapping[str, str]:
    """Headers of every answer of the desk: its own style file, no script, and nobody keeps a copy.

    `script` is the CSP source of the one script that a page which asks for a passkey holds.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src " + (script or "'none'"),
            *(["connect-src 'self'"] if script else []),
            "img-src 'self' data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    headers = {**private_headers(policy), "X-Robots-Tag": "noindex, nofollow, noarchive"}
    if script:
        for feature in ("publickey-credentials-create", "publickey-credentials-get"):
            headers["Permissions-Policy"] = headers["Permissions-Policy"].replace(
                f"{feature}=()", f"{feature}=(self)"
            )
    return headers


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that sent this Accept-Encoding reads gzip; one that sent none may not."""
    return parse_accept_header(accept_encoding, Accept).quality("gzip") > 0
