"""Reads the data files and says everything that is wrong with them at once.

What comes out without a problem may be written as it is. Nothing here writes, and nothing here
knows the database.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hotline.domain import soundness
from hotline.domain.errors import SENTENCES, Problem
from hotline.domain.listing import Record, RegionDirectory
from hotline.domain.material import Material, MaterialFile
from hotline.domain.numbering import NumberingPlan
from hotline.domain.record import records
from hotline.domain.standing import is_bound
from hotline.storage import shelf

Shape = TypeVar("Shape", bound=Record)


@dataclass(frozen=True, order=True)
class FileProblem:
    """One thing to put right: where it stands and what to do. `file` is relative to the folder."""

    file: str
    record: str
    field: str
    message: str


@dataclass(frozen=True)
class Loaded:
    """What a folder of data files holds; regions and plans are complete only without problems."""

    regions: tuple[RegionDirectory, ...]
    plans: tuple[NumberingPlan, ...]
    problems: tuple[FileProblem, ...]


def load(folder: Path) -> Loaded:
    """Read `regions/`, `numbering/` and `materials/`; every problem of every file is in the answer."""
    problems: list[FileProblem] = []
    regions: dict[str, RegionDirectory] = {}
    plans: dict[str, NumberingPlan] = {}
    for path in sorted((folder / "numbering").glob("*.toml")):
        name = f"numbering/{path.name}"
        plan = _read(path, name, NumberingPlan, problems)
        if plan is not None:
            plans[name] = plan
    for path in sorted((folder / "regions").glob("*.toml")):
        name = f"regions/{path.name}"
        directory = _read(path, name, RegionDirectory, problems)
        if directory is not None:
            regions[name] = directory
    if not regions and not problems:
        problems.append(FileProblem("regions", "", "", "there is no file: add one such as regions/GT.toml"))
    by_region = {plan.region: plan for plan in plans.values()}
    problems += (problem for name, plan in plans.items() for problem in _misnamed(name, plan.region))
    for name, directory in regions.items():
        problems += _misnamed(name, directory.region)
        problems += _inside(name, directory, by_region)
    problems += _ids_used_twice(regions)
    whole = _with_materials(folder, tuple(regions.values()), by_region, problems)
    return Loaded(whole, tuple(plans.values()), tuple(sorted(set(problems))))


def missing_files(loaded: Loaded, store: Path) -> tuple[FileProblem, ...]:
    """Where a material names a file that nobody has brought in here; `store` is where these stand."""
    return tuple(
        FileProblem(
            f"materials/{directory.region}.toml",
            f"material {material.id}, rendition {one.id}",
            "file",
            "is not in the store of this installation: bring it in at the desk first, or leave the rendition out",
        )
        for directory in loaded.regions
        for material in directory.materials
        for one in material.renditions
        if not shelf.place(store, one.file).is_file()
    )


def _with_materials(
    folder: Path,
    regions: tuple[RegionDirectory, ...],
    plans: dict[str, NumberingPlan],
    problems: list[FileProblem],
) -> tuple[RegionDirectory, ...]:
    """The regions with the materials that each of them keeps, from files of their own."""
    directories = {directory.region: directory for directory in regions}
    owners: dict[str, str] = {}
    for path in sorted((folder / "materials").glob("*.toml")):
        name = f"materials/{path.name}"
        file = _read(path, name, MaterialFile, problems)
        if file is None:
            continue
        problems += _misnamed(name, file.region)
        if file.region not in directories:
            problems.append(FileProblem(name, "", "region", f"needs regions/{file.region}.toml: add it"))
            continue
        for material in file.materials:
            problems += _of_material(name, material, file.region, directories, plans)
            if material.id in owners:
                said = f"is used in {owners[material.id]} too: choose another one"
                problems.append(FileProblem(name, f"material {material.id}", "id", said))
            owners[material.id] = name
        with_them = directories[file.region].model_copy(update={"materials": file.materials})
        directories[file.region] = with_them
    return tuple(directories[directory.region] for directory in regions)


def _of_material(
    name: str,
    material: Material,
    region: str,
    directories: dict[str, RegionDirectory],
    plans: dict[str, NumberingPlan],
) -> Iterator[FileProblem]:
    record = f"material {material.id}"
    for problem in soundness.problems(material, region, plans):
        yield FileProblem(name, record, problem.where, _sentence(problem))
    for claim in material.claims:
        if not is_bound(claim, directories):
            said = "names a line or a retired number that is in no file: correct it, or leave it out"
            yield FileProblem(name, f"{record}, claim {claim.id}", "", said)


def _read(path: Path, name: str, shape: type[Shape], problems: list[FileProblem]) -> Shape | None:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        problems.append(FileProblem(name, "", "", "is not UTF-8: save it as UTF-8 text"))
    except tomllib.TOMLDecodeError as error:
        problems.append(FileProblem(name, "", "", f"is not TOML: {error}"))
    else:
        try:
            return shape.model_validate(raw)
        except ValidationError as error:
            problems += (_problem(name, raw, detail) for detail in error.errors() if not _is_echo(detail))
    return None


def _is_echo(detail: ErrorDetails) -> bool:
    # Where every entry of a list is wrong, pydantic adds that the list is too short.
    return detail["type"] == "too_short" and bool(detail["input"])


def _problem(name: str, raw: Any, detail: ErrorDetails) -> FileProblem:
    """Turn pydantic's path of keys and positions into the record's own id and the field in it."""
    record: list[str] = []
    field: list[str] = []
    node, key = raw, ""
    for step in detail["loc"]:
        node = _inside_of(node, step)
        if isinstance(step, str):
            key = step
            field.append(step)
        elif isinstance(node, dict):
            said = (
                node.get("id") or node.get("code") or node.get("prefix") or f"number {step + 1} in the file"
            )
            record.append(f"{key} {said}")
            field = []
        else:
            field.append(str(step + 1))
    return FileProblem(name, ", ".join(record), ".".join(field), _what_to_do(detail))


def _inside_of(node: Any, step: int | str) -> Any:
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None


def _what_to_do(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "missing":
            return "is missing: add it"
        case "extra_forbidden":
            return "is not a field of this record: check the spelling"
        case "too_short":
            return "needs at least one entry"
        case "string_type":
            return f"must be text in quotation marks, not {detail['input']}"
        case kind if kind == "value_error" or kind in SENTENCES:
            return detail["msg"].removeprefix("Value error, ")
        case _:
            return f"{detail['msg'][0].lower()}{detail['msg'][1:]}; it says {detail['input']!r}"


def _misnamed(name: str, region: str) -> Iterator[FileProblem]:
    if Path(name).stem != region:
        folder = name.split("/")[0]
        yield FileProblem(
            name, "", "region", f"says {region}: rename the file to {folder}/{region}.toml, or correct it"
        )


def _inside(name: str, directory: RegionDirectory, plans: dict[str, NumberingPlan]) -> Iterator[FileProblem]:
    """What one region's file says that its shape alone cannot show to be wrong."""
    if not soundness.is_time_zone(directory.timezone):
        yield FileProblem(name, "", "timezone", "is not an IANA time zone such as America/Guatemala")
    if directory.region not in plans:
        yield FileProblem(name, "", "region", f"has no numbering plan: add numbering/{directory.region}.toml")
    own = Problem("numbering_plan_missing", {"region": directory.region}, where="number_region")
    for service in directory.services:
        for point in service.contact_points:
            record = f"service {service.id}, contact_point {point.id}"
            for problem in soundness.of_contact_point(point, directory.region, plans):
                # Where the region's own plan is missing, that is said once for the whole file.
                if problem != own:
                    yield FileProblem(name, record, problem.where, _sentence(problem))
    for seen in records(directory):
        if seen.kind in {"retired_number", "lead"}:
            for problem in soundness.problems(seen.value, directory.region, plans):
                yield FileProblem(name, f"{seen.kind} {seen.id}", problem.where, _sentence(problem))
    if directory.notices:
        yield FileProblem(name, "", "notice", "is made at the desk, not in a file: leave it out")
    if directory.materials:
        said = f"has a file of its own: move it to materials/{directory.region}.toml"
        yield FileProblem(name, "", "material", said)
    if directory.operator_contacts:
        yield FileProblem(name, "", "operator_contact", "is kept at the desk, not in a file: leave it out")


def _sentence(problem: Problem) -> str:
    if problem.severity == "warning":
        return f"{problem.sentence} (Put the name into `confirmed_by`.)"
    return problem.sentence


def _ids_used_twice(regions: dict[str, RegionDirectory]) -> Iterator[FileProblem]:
    """A service stands on pages of other regions too, so its id has to be the only one of its kind."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, directory in regions.items():
        for service in directory.services:
            owners[service.id].append(name)
    for service_id, names in owners.items():
        for name in names[1:]:
            yield FileProblem(
                name, f"service {service_id}", "id", f"is used in {names[0]} too: choose another one"
            )
