"""Makes the clips in this folder: `python -m tui2fa.voice.prompts.make`; needs espeak-ng and sox.

The clips are kept beside the code, so that no machine that makes calls needs a speaking program.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

VOICES = {"nl": "nl", "en": "en-gb"}
DIGITS = {
    "nl": ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
PHRASES = {
    "nl": {
        "intro": "Goedendag. Dit is een automatische oproep met uw verificatiecode.",
        "press": "Druk op 1 om de code te horen.",
        "code": "Uw code is",
        "again": "Ik herhaal de code.",
        "goodbye": "Deel deze code met niemand. Goedendag.",
        "about": "Goedendag. Dit is een automatische oproep over de beveiliging van uw account.",
        "changed": "Aan uw twee-factor-authenticatie is iets gewijzigd.",
        "object": "Hebt u dit niet zelf gedaan? Bel dan meteen de helpdesk.",
        "repeat": "Ik herhaal dit bericht.",
        "farewell": "Goedendag.",
    },
    "en": {
        "intro": "Hello. This is an automatic call with your verification code.",
        "press": "Press 1 to hear the code.",
        "code": "Your code is",
        "again": "I repeat the code.",
        "goodbye": "Share this code with nobody. Goodbye.",
        "about": "Hello. This is an automatic call about the security of your account.",
        "changed": "Something was changed in your two-factor authentication.",
        "object": "Was this not you? Call the help desk at once.",
        "repeat": "I repeat this message.",
        "farewell": "Goodbye.",
    },
}
WORDS_A_MINUTE = "130"
TRIM = ("silence", "1", "0.01", "1%")


def make(language: str, name: str, text: str, folder: Path) -> None:
    """One clip: spoken, without the silence around it, as loud as the others."""
    with tempfile.TemporaryDirectory() as scratch:
        spoken = str(Path(scratch, "spoken.wav"))
        subprocess.run(["espeak-ng", "-v", VOICES[language], "-s", WORDS_A_MINUTE, "-w", spoken, text], check=True)  # noqa: S603, S607
        clip = str(folder / f"{name}.wav")
        shape = ("-D", spoken, "-r", "8000", "-c", "1", "-b", "16", clip, *TRIM, "reverse", *TRIM, "reverse")
        subprocess.run(["sox", *shape, "pad", "0", "0.02", "norm", "-4"], check=True)  # noqa: S603, S607


def main() -> None:
    """Every clip of every language."""
    for language, digits in DIGITS.items():
        folder = Path(__file__).with_name(language)
        folder.mkdir(exist_ok=True)
        for name, text in (*((str(digit), word) for digit, word in enumerate(digits)), *PHRASES[language].items()):
            make(language, name, text, folder)


if __name__ == "__main__":
    main()
