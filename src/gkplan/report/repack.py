"""Office files whose largest part is written piece by piece, since libraries keep all of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Rewrite = Callable[[bytes], Iterable[bytes]]
"""Takes a member of an archive and yields what is to be written in its place."""
BLANK_SEAL = "0" * 64
"""What a sealed archive has in place of its seal while the seal is computed."""
_AT_ONCE = 1 << 16
_SEAL = re.compile(rb"(?<=>)[0-9a-f]{64}(?=<)")


def repacked(archive: BytesIO, changes: Mapping[str, Rewrite], sealed: str = "") -> bytes:
    """Return an archive with some members changed, by their names; no member has a day.

    The member ``sealed`` comes last, and its blank seal becomes the fingerprint of all members.
    """
    out = BytesIO()
    seal = sha256()
    with ZipFile(archive) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=sealed.__eq__):
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            content = old.read(name)
            digest = sha256()
            if name == sealed:
                _add_member(seal, name, sha256(content).digest())
                content = content.replace(BLANK_SEAL.encode(), seal.hexdigest().encode())
            with new.open(info, "w") as file:
                for piece in _larger(changes[name](content)) if name in changes else (content,):
                    digest.update(piece)
                    file.write(piece)
            _add_member(seal, name, digest.digest())
    return out.getvalue()


def _larger(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces to larger ones: to pack a short one takes longer than to make it."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def has_valid_seal(content: bytes, sealed: str, most: int) -> bool:
    """Whether an archive of at most ``most`` bytes inflated is as ``repacked`` has made it.

    Whatever changes a member, adds one or packs them in another order makes the seal invalid.
    """
    seal, found = sha256(), b""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > most:
                return False
            for member in members:
                body = archive.read(member)
                if member.filename == sealed:
                    found, *others = _SEAL.findall(body) or [b""]
                    body = _SEAL.sub(BLANK_SEAL.encode(), body)
                    if others:
                        return False
                _add_member(seal, member.filename, sha256(body).digest())
    except Exception:  # noqa: BLE001  (a damaged archive may fail in any way)
        return False
    return found == seal.hexdigest().encode()


def _add_member(seal: Any, name: str, digest: bytes) -> None:
    seal.update(sha256(name.encode()).digest() + digest)
