"""Hears which digits are spoken: sound between two silences, compared with the clips that come with the program."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import sqrt
from operator import mul

from tui2fa.voice import clips
from tui2fa.voice.g711 import FRAME, RATE, Law
from tui2fa.voice.rtp import Packet

LOUD = 300
"""Samples beyond this are speech; the least that A-law knows is 8."""
PAUSE = 8
"""Quiet frames before a word; the silence within a word is shorter, that between two digits longer."""
COARSE = 8
"""Samples in a coarse one."""
EARLIER, LATER = 60, 10
"""Coarse samples that a digit may have begun before its first loud frame, where some were lost, or after it."""
GAP = 50
"""Frames that may be missing at once; what is later is taken to follow at once."""
LONGEST = RATE * 120
"""Samples that are kept of a call."""
FINALISTS = 3
ALIKE = 0.6
"""Correlation that makes a digit; different ones stay below a half."""

Samples = Sequence[int]


@dataclass(frozen=True, slots=True)
class Word:
    """Sound without the silence around it, and the same coarsely."""

    sound: Samples
    coarse: Samples

    @classmethod
    def of(cls, sound: Samples) -> Word:
        """From samples."""
        ends = range(0, len(sound) - COARSE + 1, COARSE)
        return cls(sound, [sum(sound[start : start + COARSE]) // COARSE for start in ends])


class Hearing:
    """Listens along with a recording that grows."""

    def __init__(self) -> None:
        self._at = 0
        self._quiet = PAUSE

    def listen(self, recording: array[int]) -> str:
        """The digits that have been recorded since the last time, each known once the longest could have ended."""
        digits = ""
        while self._at + FRAME <= len(recording):
            frame = recording[self._at : self._at + FRAME]
            if max(frame) <= LOUD and min(frame) >= -LOUD:
                self._quiet += 1
                self._at += FRAME
                continue
            length = FRAME
            if self._quiet >= PAUSE:
                if self._at + _longest() > len(recording):
                    break
                start = self._at - EARLIER * COARSE
                before = array("h", bytes(2 * max(-start, 0)))
                digit, length = which(before + recording[max(start, 0) : self._at + _longest()])
                digits += digit
            self._quiet = 0
            self._at += length
        return digits


class Ear:
    """Puts the packets of one call where they belong, and listens to what they make. `law` is that of the last one."""

    def __init__(self) -> None:
        self.recording = array("h")
        self.law = ""
        self._first: int | None = None
        self._hearing = Hearing()

    def hear(self, packet: Packet, law: Law) -> str:
        """Take a packet of sound; the digits that are known now."""
        self.law, length = law.name, len(self.recording)
        if self._first is None:
            self._first = packet.timestamp
        at = (packet.timestamp - self._first) & 0xFFFFFFFF
        if at > min(length + GAP * FRAME, LONGEST):
            self._first, at = (packet.timestamp - length) & 0xFFFFFFFF, length
        if length >= LONGEST:
            return ""
        self.recording.extend(array("h", bytes(2 * max(at - length, 0))))
        sound = law.decode(packet.payload)
        self.recording[at : at + len(sound)] = sound
        return self._hearing.listen(self.recording)


def which(sound: array[int]) -> tuple[str, int]:
    """The digit that this sound begins with, give or take, and how many samples it takes, whole frames; "" for none."""
    heard = Word.of(sound)
    scored = [(*_best(heard.coarse, clip.coarse, range(EARLIER + LATER)), digit, clip) for digit, clip in _known()]
    best = (ALIKE, "", FRAME)
    for _, shift, digit, clip in sorted(scored, key=lambda one: one[0], reverse=True)[:FINALISTS]:
        fine = range(max(shift - 1, 0) * COARSE, (shift + 1) * COARSE + 1)
        score, start = _best(heard.sound, clip.sound, fine)
        length = (start + len(clip.sound) - EARLIER * COARSE) // FRAME * FRAME
        best = max(best, (score, digit, max(length, FRAME)))
    return best[1:]


def correlation(one: Samples, other: Samples) -> float:
    """How much two runs of samples are the same sound, from -1 to 1, up to the end of the shorter."""
    length = min(len(one), len(other))
    one, other = one[:length], other[:length]
    power = sqrt(sum(map(mul, one, one)) * sum(map(mul, other, other)))
    return sum(map(mul, one, other)) / power if power else 0.0


def _best(heard: Samples, clip: Samples, shifts: Iterable[int]) -> tuple[float, int]:
    """The best correlation with a clip, and where in what was heard it begins then."""
    power = [0, *accumulate(map(mul, heard, heard))]
    own, length = sum(map(mul, clip, clip)), len(clip)
    best = (0.0, 0)
    for by in shifts:
        there = power[min(by + length, len(heard))] - power[min(by, len(heard))]
        if there and own:
            best = max(best, (sum(map(mul, heard[by : by + length], clip)) / sqrt(there * own), by))
    return best


@cache
def _known() -> tuple[tuple[str, Word], ...]:
    """Every digit in every language."""
    known = []
    for language in clips.LANGUAGES:
        spoken = clips.load(language)
        known += [(digit, Word.of(_trimmed(spoken[digit]))) for digit in clips.DIGITS]
    return tuple(known)


@cache
def _longest() -> int:
    """Samples of sound that are needed to tell any digit."""
    return max(len(clip.sound) for _, clip in _known()) + LATER * COARSE


def _trimmed(clip: array[int]) -> array[int]:
    """Without quiet frames at its ends."""
    starts = range(0, len(clip), FRAME)
    loud = [
        start for start in starts if max(clip[start : start + FRAME]) > LOUD or min(clip[start : start + FRAME]) < -LOUD
    ]
    return clip[loud[0] : loud[-1] + FRAME]
