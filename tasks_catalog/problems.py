"""What is wrong with a questionnaire: a place and a sentence for its author."""

from dataclasses import dataclass

type Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """`place` leads from the definition to what is wrong, e.g. ("steps", 0, "questions", 2, "label")."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(str(part) for part in self.place)}: {self.message}"
