"""Whether the code that runs is the code that was installed: nothing shadows it, nothing overwrote it."""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "planproof"
PACKAGES = ("planner", "domains", "encoders")


def problems() -> Iterator[str]:
    """A sentence for everything that is wrong with the installation."""
    try:
        own = distribution(NAME)
    except PackageNotFoundError:
        yield f"{NAME} is not installed, only found on the import path; run `pip install -e .` in its folder"
        return
    source = editable_root(own)
    for package in PACKAGES:
        expected = (source / package if source else Path(str(own.locate_file(package)))) / "__init__.py"
        found = getattr(importlib.import_module(package), "__file__", None)
        if found is None or Path(found).resolve() != expected.resolve():
            yield f"`{package}` is loaded from {found or 'a folder without __init__.py'}, which shadows {expected}"
    yield from _also_claimed(own)
    yield from _overwritten(own)


def editable_root(own: Distribution | None = None) -> Path | None:
    """The folder an editable installation points to; None for any other installation."""
    text = (own or distribution(NAME)).read_text("direct_url.json")
    content = json.loads(text) if text else {}
    if not content.get("dir_info", {}).get("editable"):
        return None
    return Path(unquote(urlparse(content["url"]).path))


def _also_claimed(own: Distribution) -> Iterator[str]:
    """Other distributions that bring a package of the same name."""
    for other in distributions():
        if other.metadata["Name"] == own.metadata["Name"]:
            continue
        claimed = {path.parts[0] for path in other.files or () if path.parts} & set(PACKAGES)
        for package in sorted(claimed):
            yield f"the distribution {other.metadata['Name']} has a package `{package}` too; one of the two must go"


def _overwritten(own: Distribution) -> Iterator[str]:
    """Files that are not what RECORD says they are."""
    for path in own.files or ():
        if path.parts[0] not in PACKAGES or path.hash is None or path.hash.mode != "sha256":
            continue
        try:
            digest = hashlib.sha256(Path(str(path.locate())).read_bytes()).digest()
        except OSError:
            yield f"{path} is missing; install {NAME} again"
            continue
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != path.hash.value:
            yield f"{path} was overwritten or changed after the installation; install {NAME} again"
