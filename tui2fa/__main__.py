"""`python -m tui2fa`."""

import sys

from tui2fa.cli import main

sys.exit(main())
