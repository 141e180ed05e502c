"""Office files whose largest part is written piece by piece, since libraries keep all of it."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Rewrite = Callable[[bytes], Iterable[bytes]]
"""Takes a member of an archive and yields what is to be written in its place."""


def repacked(archive: BytesIO, changes: Mapping[str, Rewrite]) -> bytes:
    """Return an archive with some members changed, by their names; no member has a day."""
    out = BytesIO()
    with ZipFile(archive) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            content = old.read(name)
            with new.open(info, "w") as file:
                file.writelines(changes[name](content) if name in changes else (content,))
    return out.getvalue()
