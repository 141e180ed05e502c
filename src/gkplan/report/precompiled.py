"""The code of templates that was compiled when the wheel was built.

It is part of the installed package: who can write it can write gkplan itself, and no cache is kept
anywhere else. A checkout has no such code, and compiles its templates when it needs them.
"""

from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

PACKAGE = "gkplan.compiled"
"""The package that the build writes: one module for each template, named by ``module_name``."""


def module_name(environment: jinja2.Environment, name: str, text: str) -> str:
    """Return the name of a template's module: other text, settings or release have another."""
    release = vars(jinja2).get("__version__")
    about = f"{release} {environment.autoescape} {name}\n{text}".encode("utf-8", "surrogatepass")
    return f"template_{sha256(about).hexdigest()[:40]}"


class Precompiled(BytecodeCache):
    """Gives Jinja the code of a template, if the package has that of this very text."""

    def __init__(self, package: str = PACKAGE) -> None:
        """Take the name of the package."""
        self._package = package

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the code under the name that messages use for the template."""
        bucket = Bucket(environment, name, "")
        code = _code(f"{self._package}.{module_name(environment, name, source)}")
        bucket.code = code and code.replace(co_filename=filename or name)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Store nothing."""


def _code(module: str) -> CodeType | None:
    """Return the code of a module without running it; None if there is none."""
    with suppress(ModuleNotFoundError):  # a checkout has no such package
        spec = find_spec(module)
        # By the method alone: the loader of PyInstaller is none of the classes of importlib.
        if get_code := getattr(spec and spec.loader, "get_code", None):
            code: CodeType | None = get_code(module)
            return code
    return None
