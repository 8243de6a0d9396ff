"""Checks a copy of an edition: is it whole, who signed it, and is it older than what was seen before?

A copy is judged by its own list of files (`editions.sealing`), and the list by its signature. Nothing
that a copy says is believed without one or the other.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hotline.domain.edition import Edition, canonical_json, sha256
from hotline.editions import minisign, rendition_files, sealing
from hotline.editions.minisign import PublicKey, SignatureError, key_name
from hotline.editions.sealing import Seal
from hotline.services import copies
from hotline.services.copies import Copy, UnreadableError

#: What is wrong, the gravest first: the first that is found decides the exit status.
Fault = Literal["altered", "signature", "older", "future"]
#: Clocks of honest machines differ by a little.
_CLOCKS_DIFFER = timedelta(minutes=10)
#: Forms for paper are put into a served site later than its list is made.
_PRINTED = "print/"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, as a sentence."""

    fault: Fault
    sentence: str


@dataclass(frozen=True)
class Known:
    """An edition that somebody knows already; a hash of None is not known."""

    number: int
    sha256: str | None


@dataclass(frozen=True)
class Verdict:
    """What was found. `key` is the trusted key that signed it; `signed_by` names the one that says it did."""

    seal: Seal
    findings: tuple[Finding, ...]
    key: PublicKey | None
    signed_by: str | None
    unlisted: int  #: forms for paper that are there and that no list names


def known(copy: Copy) -> Known:
    """The edition of a copy that is at hand. UnreadableError if it holds none."""
    document = copy.read(sealing.EDITION)
    try:
        said = json.loads(document or b"")
        return Known(int(said["number"]), sha256(document or b""))
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(f"There is no edition in {copy.name}.") from None


def check(copy: Copy, keys: Iterable[PublicKey], now: datetime, before: Iterable[Known] = ()) -> Verdict:
    """Everything that is wrong with a copy. UnreadableError if there is none to be judged.

    Without `keys` nothing is said about who made it; `before` are editions that are known already.
    """
    content = copy.read(sealing.FILES)
    document = copy.read(sealing.EDITION)
    if content is None or document is None:
        raise UnreadableError(
            f"{copy.name} holds no edition with a list of its files: look for data/files.json there."
        )
    try:
        seal = Seal.read(content)
    except ValueError:
        # Without its list there is nothing to compare with.
        empty = Seal("copy", 0, "", None, "", {})
        return Verdict(empty, (Finding("altered", f"{sealing.FILES} is damaged."),), None, None, 0)
    trusted = tuple(keys)
    contents = {sealing.FILES: content, sealing.EDITION: document}
    key, named, signatures = _signatures(copy, seal, contents, trusted)
    findings = [
        *_edition(seal, document),
        *_listed(copy, seal),
        *_unlisted(copy, seal, document),
        *_beside(copy, document),
        *signatures,
        *_chain(copy, seal, before),
        *_age(seal, now),
    ]
    printed = sum(1 for path in copy.paths() or () if _is_printed(path, seal))
    return Verdict(seal, tuple(findings), key, named, printed)


def _edition(seal: Seal, document: bytes) -> Iterator[Finding]:
    """The list and the edition have to be of each other, or files of two editions were mixed."""
    try:
        said = json.loads(document)
        mark = (said["number"], said["published_at"], said["previous"])
    except (ValueError, KeyError, TypeError):
        mark = None
    if sha256(document) != seal.edition or mark != (seal.number, seal.published_at, seal.previous):
        yield Finding("altered", f"{sealing.EDITION} is not the edition that the list of files belongs to.")


def _listed(copy: Copy, seal: Seal) -> Iterator[Finding]:
    listable = copy.paths() is not None
    for path, wanted in seal.files.items():
        if not listable and seal.kind == "site" and not copies.is_fetched(path):
            continue
        # A path that leads out of the copy is never followed.
        safe = not path.startswith("/") and ".." not in path.split("/")
        found = copy.digest(path, seal.kind) if safe else None
        if found is None:
            yield Finding("altered", f"{path} is missing.")
        elif found != wanted:
            yield Finding("altered", f"{path} is not the file of this edition.")


def _unlisted(copy: Copy, seal: Seal, document: bytes) -> Iterator[Finding]:
    """Files that the list does not name: those of materials have their hashes in the edition itself."""
    extra = [path for path in copy.paths() or () if path not in seal.files and path not in sealing.UNLISTED]
    kept: dict[str, str] = {}
    if any(path.startswith(f"{rendition_files.FOLDER}/") for path in extra):
        try:
            kept = dict(rendition_files.kept(Edition.model_validate_json(document)))
        except ValueError:
            kept = {}
    for path in extra:
        if path in kept:
            if copy.digest(path, seal.kind) != kept[path]:
                yield Finding("altered", f"{path} is not the file of this edition.")
        elif not _is_printed(path, seal):
            yield Finding("altered", f"{path} does not belong to this edition.")


def _is_printed(path: str, seal: Seal) -> bool:
    return seal.kind == "site" and path.startswith(_PRINTED) and path not in seal.files


def _beside(copy: Copy, document: bytes) -> Iterator[Finding]:
    beside = copy.beside()
    if beside is None:
        return
    try:
        said = json.loads(beside.listed)
        sound = isinstance(said, dict) and canonical_json(said) == beside.listed
    except ValueError:
        sound = False
    if not sound:
        yield Finding("altered", f"{sealing.BESIDE} is missing or damaged.")
        return
    found = beside.files
    for path in sorted({*found, *said}):
        if found.get(path) != said.get(path):
            yield Finding("altered", f"{path}, beside the pages, is not what was built.")
    if found.get("edition.json") != sha256(document):
        yield Finding("altered", "edition.json, beside the pages, is another edition than theirs.")


def _signatures(
    copy: Copy, seal: Seal, contents: dict[str, bytes], trusted: tuple[PublicKey, ...]
) -> tuple[PublicKey | None, str | None, list[Finding]]:
    """The trusted key that signed both, the name of the key that says it did, and what is wrong."""
    findings: list[Finding] = []
    used: set[PublicKey] = set()
    named: str | None = None
    own = _own_key(copy, findings)
    for name, content in contents.items():
        path = f"{name}{sealing.SUFFIX}"
        signature = copy.read(path)
        if signature is None:
            if trusted or own is not None:
                findings.append(Finding("signature", f"{name} is not signed."))
            continue
        try:
            text = signature.decode()
            key_id = minisign.signer(text)
            named = key_name(key_id)
            key = next((one for one in trusted if one.key_id == key_id), None)
            if trusted and key is None:
                findings.append(
                    Finding("signature", f"{name} is signed with the key {named}, which you do not trust.")
                )
            for one in {key, own} - {None}:
                _fits(one, content, text, sealing.words(name, seal.number, seal.published_at, content))
            if key is not None:
                used.add(key)
            if own is None:
                findings.append(Finding("signature", f"{path} is there, and {sealing.KEY} is missing."))
        except (SignatureError, UnicodeDecodeError) as error:
            said = str(error) if isinstance(error, SignatureError) else "It is damaged."
            findings.append(Finding("signature", f"{path}: {said}"))
    return (used.pop() if len(used) == 1 and not findings else None), named, findings


def _fits(key: PublicKey | None, content: bytes, signature: str, words: str) -> None:
    """What is said beside a signature has to be true of this file, or it is one that was put there."""
    if key is not None:
        said = minisign.verify(key, content, signature)
        # A signature that minisign made elsewhere has other words of its maker, and they are signed.
        if said.startswith("hotline ") and said != words:
            raise SignatureError("The signature is of something else.")


def _own_key(copy: Copy, findings: list[Finding]) -> PublicKey | None:
    """The key that comes with the copy. It proves nothing, and yet has to be the one that signed."""
    content = copy.read(sealing.KEY)
    if content is None:
        return None
    try:
        key = PublicKey.parse(content.decode())
        if key.file.encode() == content:
            return key
    except (SignatureError, UnicodeDecodeError):
        pass
    findings.append(Finding("signature", f"{sealing.KEY} is damaged."))
    return None


def _chain(copy: Copy, seal: Seal, before: Iterable[Known]) -> Iterator[Finding]:
    content = copy.read(sealing.CHAIN)
    try:
        hashes = [str(each) for each in json.loads(content or b"")["editions"]]
    except (ValueError, KeyError, TypeError):
        hashes = []
    if content is not None and (
        len(hashes) != seal.number
        or hashes[-1] != seal.edition
        or (hashes[-2] if seal.number > 1 else None) != seal.previous
    ):
        yield Finding("altered", f"{sealing.CHAIN} does not lead to this edition.")
        return
    ends = {seal.number: seal.edition, seal.number - 1: seal.previous}
    for one in before:
        if one.number > seal.number:
            yield Finding(
                "older",
                f"It is edition {seal.number}, and edition {one.number} was seen already: "
                "somebody gives out an older one.",
            )
            continue
        then = hashes[one.number - 1] if hashes else ends.get(one.number)
        if one.sha256 is not None and then != one.sha256:
            yield Finding(
                "older",
                f"It does not follow from the edition {one.number} that was seen before: "
                "there are two lines of editions.",
            )


def _age(seal: Seal, now: datetime) -> Iterator[Finding]:
    try:
        published = datetime.fromisoformat(seal.published_at)
        early = published > now + _CLOCKS_DIFFER
    except (ValueError, TypeError):
        yield Finding("altered", "The list of files has no date.")
        return
    if early:
        yield Finding(
            "future",
            f"It says that it was published at {seal.published_at}, which is still to come. "
            "Look at the clock of this machine.",
        )
