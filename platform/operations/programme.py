"""What the machinery knows of the demonstration programme."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

SCENES: list[Any] = []
DEMO_SIGN_INS: list[dict[str, str]] = []

if find_spec("operations.simulation"):
    SCENES = import_module("operations.simulation.play").SCENES
    DEMO_SIGN_INS = import_module("operations.simulation.people").DEMO_SIGN_INS


def is_finished() -> bool:
    from operations.models import DemoStep

    return not SCENES or DemoStep.objects.filter(name="finished").exists()
