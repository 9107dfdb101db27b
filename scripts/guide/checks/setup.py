"""The machine has what the build needs.

`guide doctor` says what is there and what is missing, and how to get it; `make setup` installs it. It is a mistake of
the machine, not of a file.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
