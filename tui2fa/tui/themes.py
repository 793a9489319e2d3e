"""A light and a dark theme in the panel's colours, chosen to stay distinct when a terminal has 256 colours only."""

from __future__ import annotations

from textual.theme import Theme

LIGHT = Theme(
    name="panel-light",
    dark=False,
    primary="#b85600",
    secondary="#5b6878",
    accent="#0f6fc0",
    success="#00820b",
    warning="#b85600",
    error="#c62828",
    foreground="#1c1c1c",
    background="#ffffff",
    surface="#ffffff",
    panel="#eef0f2",
    variables={
        "band": "#5b6878",
        "band-deep": "#202a35",
        "band-text": "#ffffff",
        "band-muted": "#d7dbe0",
        "logo": "#1f6feb",
        "go": "#00900c",
        "go-hover": "#007a0a",
        "go-text": "#ffffff",
        "orange": "#f5821f",
        "orange-text": "#1c1c1c",
        "line": "#c9ced6",
        "muted": "#63676d",
        "faint": "#8a8d91",
        "input-cursor-background": "#1c1c1c",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#9cc9f0",
        "input-selection-foreground": "#1c1c1c",
    },
)

DARK = Theme(
    name="panel-dark",
    dark=True,
    primary="#ff9b45",
    secondary="#9aa4ae",
    accent="#4db5ff",
    success="#3fc350",
    warning="#ff9b45",
    error="#ff6b6b",
    foreground="#e8eaed",
    background="#171b1f",
    surface="#171b1f",
    panel="#23282d",
    variables={
        "band": "#4b5663",
        "band-deep": "#363d45",
        "band-text": "#ffffff",
        "band-muted": "#d7dbe0",
        "logo": "#2f7bf0",
        "go": "#00900c",
        "go-hover": "#00a30e",
        "go-text": "#ffffff",
        "orange": "#f5821f",
        "orange-text": "#1c1c1c",
        "line": "#4b5157",
        "muted": "#a3a9b0",
        "faint": "#7d8389",
        "input-cursor-background": "#e8eaed",
        "input-cursor-foreground": "#171b1f",
        "input-selection-background": "#0f5a96",
        "input-selection-foreground": "#ffffff",
    },
)

THEMES = (LIGHT, DARK)
"""The first one is the default."""
