"""Office files whose largest part is written piece by piece, since libraries keep all of it."""

from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def repacked(archive: BytesIO, name: str, content: Callable[[bytes], Iterable[bytes]]) -> bytes:
    """Return an archive with one member replaced by ``content`` of it; no member has a day."""
    out = BytesIO()
    with ZipFile(archive) as old, ZipFile(out, "w") as new:
        for member in old.namelist():
            info = ZipInfo(member)
            info.compress_type = ZIP_DEFLATED
            before = old.read(member)
            with new.open(info, "w") as file:
                file.writelines(content(before) if member == name else (before,))
    return out.getvalue()
