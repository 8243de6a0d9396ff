"""Open data: every site may fetch it, it names its edition, and nobody has to fetch it twice."""

import json

import pytest
from flask.testing import FlaskClient

from hotline.editions.serving import Site
from hotline.web import security


def test_every_file_of_data_is_open_to_other_sites_and_sets_no_cookie(
    client: FlaskClient, data_addresses: list[str], built: Site
) -> None:
    assert "/data/directory.json" in data_addresses
    for address in data_addresses:
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 200
        for name, value in security.data_headers(built.folder.name).items():
            assert answer.headers[name] == value, (address, name)
        assert "Set-Cookie" not in answer.headers
        answer.close()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("the tag of this edition", 304),
        ('"another"', 200),
        ("nothing", 200),
    ],
)
def test_whoever_has_the_edition_is_told_so(
    client: FlaskClient, built: Site, asked: str, status: int
) -> None:
    tag = f'"{built.folder.name}"'
    headers = {"If-None-Match": tag if "this" in asked else asked} if asked != "nothing" else {}
    answer = client.get("/data/directory.json", headers=headers)
    assert answer.status_code == status
    assert answer.headers["ETag"] == tag
    assert bool(answer.data) is (status == 200)


def test_the_document_holds_every_service_and_fits_its_schema(client: FlaskClient, built: Site) -> None:
    document = json.loads(client.get("/data/directory.json").data)
    services = [service.id for directory in built.edition.regions for service in directory.services]
    assert [listing["id"] for listing in document["listings"]] == services
    assert document["edition"]["sha256"] == built.hash
    schema = json.loads(client.get(document["$schema"]).data)
    assert set(document) == set(schema["properties"])
