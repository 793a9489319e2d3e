"""`python -m tui2fa.voice`: the worker. Hardened before anything else is imported."""

import sys

from tui2fa import hardening

if __name__ == "__main__":
    hardening.harden()
    hardening.hide_memory()

    from tui2fa.voice.worker import main

    sys.exit(main())
