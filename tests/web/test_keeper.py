"""The keeper beside the web workers, as `hotline serve` starts it: real processes, real kills."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import postgres
import servers
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.person import Person
from hotline.resources import resource_dir
from hotline.services import files, importing, publishing, site
from hotline.services.notices import hide
from hotline.storage.directory import read_all
from hotline.storage.session import writing
from hotline.storage.tables.people import Account

ANA = Person("ana", "Ana", frozenset({"editor"}), frozenset({"GT", "HN"}))
#: It only ends a test that fails: how long things really take is told as a figure.
PATIENCE = 180.0


@contextmanager
def serving(var: Path, folder: Path, **settings: str) -> Iterator[servers.Server]:
    """`hotline serve` over `var`, with two workers and the keeper."""
    with servers.service(var, folder, **settings) as server:
        # What is to be seen is how the keeper builds, not how it starts.
        assert comes(lambda: keepers(server) != [] and "keeper" not in ready(server))
        yield server


def comes(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def ready(server: servers.Server) -> str:
    return server.ask("/readyz").body.decode()


def children(parent: int) -> list[int]:
    """The processes that this one started and that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(") ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, ppid = rest.split()[:2]
        if int(ppid) == parent and state != "Z":
            found.append(int(name.split(" ")[0]))
    return found


def keepers(server: servers.Server) -> list[int]:
    return [pid for pid in children(server.process.pid) if is_keeper(pid)]


def is_keeper(pid: int) -> bool:
    try:
        return b"keep" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False


def sessions_of(var: Path) -> sessionmaker[Session]:
    return site.open_database(Settings(var=var))


def hide_one(sessions: sessionmaker[Session], region: str, service: str) -> float:
    """Hide a service as a person at the desk does, in this process; the moment after its commit."""
    loaded = files.load(resource_dir("data"))
    plans = {plan.region: plan for plan in loaded.plans}
    with writing(sessions) as session:
        if session.get(Account, ANA.id) is None:
            now = datetime.now(UTC)
            session.add(
                Account(id=ANA.id, name=ANA.name, email="ana@example.org", locale="es", active=True, created_at=now)
            )  # fmt: skip
            session.flush()
        hide(session, ANA, region, service, "Somebody else answers.", datetime.now(UTC), plans)
    return time.monotonic()


def lines(var: Path) -> list[tuple[str, tuple[bytes, ...]]]:
    """Services of GT that may go, each with the forms of a number that stands in no other record."""
    with sessions_of(var)() as session:
        regions = read_all(session)
    gt = next(one for one in regions if one.region == "GT")
    everything = "".join(region.model_dump_json(by_alias=True) for region in regions)
    found = []
    for service in gt.services:
        number = service.contact_points[0].number
        if service.id in (*gt.first.services, gt.first.emergency) or number is None:
            continue
        digits = "".join(sign for sign in number if sign.isdigit())
        alone = service.model_dump_json(by_alias=True).count(number) == everything.count(number)
        if alone and len(digits) >= 7:
            found.append((service.id, (number.encode(), digits.encode())))
        else:
            found.append((service.id, ()))
    return sorted(found, key=lambda line: not line[1])


def all_workers_answer(server: servers.Server, edition: int) -> bool:
    """Every one of a row of answers is of this edition: with two workers, both have taken part."""
    return all(ready(server).startswith(f"edition {edition} ") for _ in range(12))


def test_what_another_process_decides_every_worker_answers(
    var: Path, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    sessions = sessions_of(var)
    times = []
    with serving(var, tmp_path) as server:
        for edition, (service, _) in enumerate(lines(var)[:2], 2):
            decided = hide_one(sessions, "GT", service)
            assert comes(lambda edition=edition: all_workers_answer(server, edition))  # type: ignore[misc]
            times.append(time.monotonic() - decided)
        figure(
            "keeper: from the commit of a decision until every worker answers it: "
            + ", ".join(f"{seconds:.1f} s" for seconds in times)
        )
        assert ready(server).count("\n") == 1, "nothing is wrong with the keeper"


def test_p24_a_hidden_number_is_on_no_page_of_any_worker(
    var: Path, tmp_path: Path, addresses: list[str], data_addresses: list[str], figure: Callable[[str], None]
) -> None:
    sessions = sessions_of(var)
    service, forms = lines(var)[0]
    assert forms, "GT has no line whose number stands nowhere else: choose another region"
    with serving(var, tmp_path) as server:
        every = [*addresses, *data_addresses]

        def offers(address: str) -> bool:
            # An id says which service is meant, and may have been made from its number long ago.
            body = server.ask(address).body.replace(service.encode(), b"")
            return any(form in body for form in forms)

        shown = [address for address in every if offers(address)]
        assert shown, "the number is public before"
        hidden = hide_one(sessions, "GT", service)
        assert comes(lambda: all_workers_answer(server, 2))
        left = [address for address in every if offers(address)]
        seconds = time.monotonic() - hidden
        # The lists of changes say what went, so that whoever copied the number takes it away, too.
        shown_now = [address for address in left if "/changes" not in address]
        figure(
            f"P24: {len(shown)} files held the number; {len(shown_now)} of {len(every)} offer it {seconds:.1f} s "
            "after it was hidden, all of them asked for"
        )
        assert shown_now == []
        assert not any(address in addresses for address in left), "no page of visitors holds it"
        assert server.ask("/es/gt").status == 200


def test_a_keeper_that_is_killed_comes_back_and_builds(var: Path, tmp_path: Path) -> None:
    sessions = sessions_of(var)
    with serving(var, tmp_path) as server:
        [first] = keepers(server)
        os.kill(first, signal.SIGKILL)
        hide_one(sessions, "GT", lines(var)[0][0])
        assert comes(lambda: all_workers_answer(server, 2))
        [second] = keepers(server)
        assert second != first


def test_a_reload_leaves_one_keeper_and_the_end_none(var: Path, tmp_path: Path) -> None:
    with serving(var, tmp_path) as server:
        [first] = keepers(server)
        server.process.send_signal(signal.SIGHUP)
        assert comes(lambda: len(keepers(server)) == 1 and keepers(server) != [first])
        assert server.ask("/es/gt").status == 200
        [second] = keepers(server)
    assert comes(lambda: not is_keeper(first) and not is_keeper(second))


def test_a_keeper_does_not_outlive_its_server(
    var: Path, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    with serving(var, tmp_path) as server:
        [keeper] = keepers(server)
        server.process.kill()
        killed = time.monotonic()
        assert comes(lambda: not is_keeper(keeper))
        figure(f"keeper: gone {time.monotonic() - killed:.1f} s after its server was killed")


def test_one_follows_a_postgresql_that_goes_away_for_a_while(
    var: Path, tmp_path: Path, postgresql_server: postgres.Server, migrated_postgresql: str
) -> None:
    name = postgresql_server.new_database(migrated_postgresql)
    address = postgresql_server.url(name).render_as_string(hide_password=False)
    sessions = site.open_database(Settings(var=var, database_url=address))
    loaded = files.load(resource_dir("data"))
    with sessions.begin() as session:
        importing.import_directory(session, loaded.regions, "tests", datetime.now(UTC))
    publishing.publish(sessions, loaded.plans, datetime.now(UTC))
    with serving(var, tmp_path, HOTLINE_DATABASE_URL=address) as server:
        service = lines(var)[0][0]
        # Every connection of the keeper breaks, as when the database is started again.
        postgresql_server.break_connections(name)
        hide_one(sessions, "GT", service)
        assert comes(lambda: all_workers_answer(server, 2))
    sessions.kw["bind"].dispose()
    postgresql_server.drop(name)


def test_readyz_says_in_words_that_nobody_keeps(var: Path, tmp_path: Path) -> None:
    with servers.gunicorn(var, tmp_path) as server:
        answer = server.ask("/readyz")
        assert answer.status == 200, "visitors are served all the same"
        assert answer.body.decode().splitlines()[1:] == [
            "the keeper has not been heard ever: changes do not become public"
        ]
        keep = subprocess.Popen(
            [sys.executable, "-m", "hotline.cli", "keep"],
            cwd=servers.ROOT,
            env={**os.environ, "HOTLINE_VAR": str(var), "PYTHONPATH": str(servers.ROOT)},
        )
        try:
            assert comes(lambda: "keeper" not in ready(server))
            keep.terminate()
            assert keep.wait(PATIENCE) == 0, "it ends in order"
        finally:
            keep.kill()
            keep.wait()
