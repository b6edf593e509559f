"""A flow's picture as a part of a page: the same drawing as `earlyhelp flow draw`, without what our pages forbid.

The page's security policy allows no style inside the drawing, so colours become plain attributes and the page's own
style sheet does the rest. Each step is a link to its line in the editor; a step in error carries the class "bad".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from xml.etree import ElementTree as ET

from markupsafe import Markup

from flows.draw import svg
from flows.library import Library

SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)


def picture_of(library: Library, flow_id: str, *, bad: Collection[str], links: Mapping[str, str]) -> Markup:
    """The drawing of a flow. `bad`: ids of steps in error; `links`: where a step's box leads. Raises UnknownName."""
    root = ET.fromstring(svg(library, flow_id))  # noqa: S314 - our own drawing, in which every word is escaped
    root.set("class", "flow")
    root.set("role", "group")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}style":
                parent.remove(child)
    for element in root.iter():
        _style_as_attributes(element)
    for index, element in enumerate(list(root)):
        where = element.get("id", "")
        if element.tag == f"{{{SVG}}}g" and where:
            root[index] = _box(element, where.rpartition("/")[2], bad, links)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - made by ElementTree, which escapes


def _style_as_attributes(element: ET.Element) -> None:
    for part in (element.attrib.pop("style", "") or "").split(";"):
        name, _, value = part.partition(":")
        if value:
            element.set(name.strip(), value.strip())


def _box(group: ET.Element, step: str, bad: Collection[str], links: Mapping[str, str]) -> ET.Element:
    """The step's box, as a link where there is a line to go to."""
    group.set("id", f"box-{step}" if step else f"door-{group.get('id', '').rstrip('/')}")
    group.set("class", "step bad" if step in bad else "step")
    if step in bad:
        title = group.find(f"{{{SVG}}}title")
        if title is not None:
            title.text = f"{title.text}: to put right"
    if step not in links:
        return group
    link = ET.Element(f"{{{SVG}}}a", {"href": links[step]})
    link.append(group)
    return link
