"""The folders of the outputs can be replaced.

A build makes site/ and dist/ beside the old ones and then exchanges them; nothing may be mounted there, neither may be
a link, and there must be room on the disk. What the machine lacks has no example here.
"""

from __future__ import annotations

from guide.checks.core import Write, bad, good

BAD = (bad("a file in the place of a folder", Write("dist", "here"), line=0, stage="build"),)
GOOD = (good("outputs of an earlier build", Write("dist/old.pdf", "%PDF"), stage="build"),)
