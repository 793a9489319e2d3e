"""What the screens need to know of a kind of factor; they ask no more, so that a new kind touches none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.services.views import SignIn


@dataclass(frozen=True, slots=True)
class Facts:
    """How a kind compares with the others, in a few words each (tip 5; the last but one OOB-8)."""

    speed: str
    offline: str
    without_app: str
    on_a_watch: str
    while_calling: str
    safety: str
    reserve_for: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One kind: all texts are English sentences of the catalogue.

    `name` stands in lists, `choice` and `explanation` where a method is chosen, with `advice` on when it suits (tip 5);
    `facts` compares it with the others. `question` says where the code is to be read, `sending` and `sent` what happens
    to it on its way; they may name {masked}, `sent` the {time}. `failed` is what to say instead of what is said of
    every kind that could not be reached so. `enrol` makes the screen that adds one, or replaces the one given; it
    answers where the sign-in stands, or None.
    """

    kind: Kind
    icon: str
    name: str
    choice: str
    explanation: str
    advice: str
    facts: Facts
    question: str
    sending: str
    sent: str
    enrol: Callable[[Factor | None], Screen[SignIn | None]]
    failed: Mapping[Outcome, str] = field(default_factory=dict)
    recommended: bool = False
