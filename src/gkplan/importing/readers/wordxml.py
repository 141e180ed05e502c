"""WordprocessingML: how the elements of a Word file say what they say."""

import re

from gkplan.importing.readers.xmlstream import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def stated(element: Element | None) -> dict[str, str]:
    """What properties state, by the bare names of the elements; "" where a name is enough."""
    if element is None:
        return {}
    return {child.tag.rpartition("}")[2]: child.get(f"{W}val", "") for child in element}


def number_of(text: str | None, default: int) -> int:
    """A number as XML states it; a damaged one is the default."""
    return int(text) if text and re.fullmatch("-?[0-9]{1,9}", text) else default


def is_on(properties: dict[str, str], name: str) -> bool:
    """Whether a property that is either on or off is on."""
    return properties.get(name) in ("", "1", "true", "on")
