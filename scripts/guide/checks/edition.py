"""SOURCE_DATE_EPOCH, where it is set, is a number of seconds since 1970, up to the end of 2107.

It dates an edition so that two builds of it give the same bytes. `git log -1 --format=%ct` prints such a number;
without the variable the last commit's date is taken. It is a mistake of the environment, not of a file.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
