"""The support agents' screens: the desk, a caller's file, a reset, walking along, and the panel to practise on."""
