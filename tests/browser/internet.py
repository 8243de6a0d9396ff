"""The whole internet of a test: one TLS server on this machine, to which every name leads.

It passes requests for our own site on to the service, answers for the exit host, and writes down
every other name that a browser asks for (P13). Nothing leaves the machine.
"""

import base64
import hashlib
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

#: The name of our site in a visitor's address bar. It must stand in no file of a browser by chance.
HOST = "lineas-q7.example"
EXIT = "www.wikipedia.org"
SITE = f"https://{HOST}"
#: An ordinary site: ordinary links, pages that may be kept, and the best-known kind of exit button.
ORDINARY = "ordinary-k3.example"
EXIT_PAGE = "<!doctype html><html lang=en><title>Elsewhere</title><h1>Another site</h1>"
ORDINARY_PAGE = """<!doctype html><html lang=en><title>Ordinary page {name}</title><h1>ordinarytext {name}</h1>
<a href=/1>1</a> <a href=/2>2</a> <a href=/3>3</a> <a href=/4>4</a>
<form method=post action=/found><input name=q autocomplete=on><input type=submit value=Find></form>
<button onclick="location.href='https://www.wikipedia.org/'">Leave</button>"""


@dataclass
class Internet:
    """Where all names lead. `exit_answers` False is a host that takes the connection and stays silent."""

    port: int
    key_hash: str
    names: list[str] = field(default_factory=list)
    exit_answers: bool = True

    @property
    def strangers(self) -> set[str]:
        """Every name asked for that is neither our site nor the exit."""
        return set(self.names) - {HOST, EXIT, ORDINARY}

    @property
    def arguments(self) -> list[str]:
        """What makes a Chromium live in this internet."""
        return [
            f"--host-resolver-rules=MAP * 127.0.0.1:{self.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            f"--ignore-certificate-errors-spki-list={self.key_hash}",
        ]


@contextmanager
def internet(folder: Path, service: int) -> Iterator[Internet]:
    """An internet in which our site is the service at the port `service`."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=test", "-days", "2", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    public = subprocess.run(
        ["openssl", "x509", "-in", str(certificate), "-pubkey", "-noout"], check=True, capture_output=True
    ).stdout
    body = b"".join(line for line in public.splitlines() if not line.startswith(b"-----"))
    key_hash = base64.b64encode(hashlib.sha256(base64.b64decode(body)).digest()).decode()
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        net = Internet(listener.getsockname()[1], key_hash)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        asked = threading.local()

        def note_name(_: ssl.SSLObject | ssl.SSLSocket, name: str | None, __: ssl.SSLContext) -> None:
            asked.name = name or "a name that was not said"

        context.sni_callback = note_name

        def serve(plain: socket.socket) -> None:
            asked.name = _plain_host(plain)
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    net.names.append(asked.name)
                    if asked.name == HOST:
                        _pass_on(secure, service)
                    elif asked.name == EXIT:
                        _answer(secure, lambda _: EXIT_PAGE if net.exit_answers else None)
                    elif asked.name == ORDINARY:
                        _answer(secure, lambda name: ORDINARY_PAGE.format(name=name))
            except OSError:
                # A browser that closes early is no news, unless nobody knows what it wanted.
                if asked.name not in {HOST, EXIT}:
                    net.names.append(asked.name)

        def accept() -> None:
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(plain,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield net
        # Closing alone would not wake a thread that waits in accept.
        listener.shutdown(socket.SHUT_RDWR)


def _plain_host(connection: socket.socket) -> str:
    """Whom a connection without TLS wants, for the case that it is one."""
    try:
        connection.settimeout(10)
        first = connection.recv(2048, socket.MSG_PEEK)
        connection.settimeout(None)
    except OSError:
        return "a silent connection"
    host = re.search(rb"\r\nHost: ([^\r]+)", first)
    return host[1].decode("latin-1") if host else "a connection without TLS"


def _answer(secure: ssl.SSLSocket, page: Callable[[str], str | None]) -> None:
    """Answer each request with the page of its path; None is a host that stays silent."""
    while request := secure.recv(65536):
        path = request.split(b" ")[1].decode("latin-1")
        text = page(path.strip("/"))
        if text is None:
            continue
        body = text.encode()
        status = "404 Not Found" if path == "/favicon.ico" else "200 OK"
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: max-age=3600\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        secure.sendall(head.encode() + body)


def _pass_on(secure: ssl.SSLSocket, service: int) -> None:
    with socket.create_connection(("127.0.0.1", service)) as behind:
        back = threading.Thread(target=_copy, args=(behind, secure), daemon=True)
        back.start()
        _copy(secure, behind)
        back.join(5)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
