"""A chart specification becomes an SVG that a strict page may carry: no script, no style attribute, eight fixed colours."""

import json
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert
from django.utils.safestring import SafeString, mark_safe

FONTS = "Noto Sans, Noto Sans CJK SC, sans-serif"
SHAPES = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath", "linearGradient", "stop", "title", "use"}
# Presentation only: nothing that loads, runs or names
ATTRIBUTES = frozenset(
    {"d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "transform", "viewBox", "points"}
    | {"fill", "stroke", "opacity", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-miterlimit"}
    | {"stroke-linecap", "stroke-linejoin", "text-anchor", "font-size", "font-weight", "id", "clip-path", "display", "offset", "stop-color"}
)


@cache
def theme() -> dict[str, object]:
    read: dict[str, object] = json.loads((Path(__file__).parent / "theme.json").read_text(encoding="utf-8"))
    return read


def draw(chart: alt.TopLevelMixin, *, label: str) -> SafeString:
    """The chart as inline SVG with a label for those who cannot see it."""
    specification = chart.to_dict(validate=False)
    specification["config"] = theme()
    return _drawn(json.dumps(specification, sort_keys=True, ensure_ascii=False), label)


@lru_cache(maxsize=512)
def _drawn(specification: str, label: str) -> SafeString:
    return mark_safe(clean(vl_convert.vegalite_to_svg(specification), label=label))  # noqa: S308


def clean(svg: str, *, label: str) -> str:
    """Only shapes and presentation attributes of a drawing; everything else is dropped."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn by us a line above, from figures
    root.tag = "svg"  # inside HTML the names need no namespace
    _only_shapes(root)
    width, height = root.get("width", "0"), root.get("height", "0")
    root.attrib = {
        "class": "chart",
        "role": "img",
        "aria-label": label,
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
    }
    return ET.tostring(root, encoding="unicode")


def _only_shapes(element: ET.Element) -> None:
    for child in list(element):
        name = child.tag.rpartition("}")[2]
        invisible = child.get("display") == "none" or (name == "path" and not child.get("d"))
        if name not in SHAPES or invisible:
            element.remove(child)
            continue
        child.tag = name
        child.attrib = {key: value for key, value in child.attrib.items() if key in ATTRIBUTES and not _points_elsewhere(value)}
        _only_shapes(child)


def _points_elsewhere(value: str) -> bool:
    return "url(" in value and "url(#" not in value
