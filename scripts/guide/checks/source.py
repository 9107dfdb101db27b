"""Source files are plain files of UTF-8 text, without control characters or marks of a merge conflict.

Save the file as UTF-8. Characters that no page can show (controls, private use, invisible separators) come in by
copying from other programs; delete them. Of a merge conflict keep one side, and delete the lines of `<`, `=` and `>`.
"""

from __future__ import annotations

from guide.checks.core import Append, Write, bad, good
from guide.checks.core.small_book import CLOCK, words

_PAGE = "---\nid: one-liners\ntitle: One-liners\nkind: reference\ndescription: The sentences to say, on one sheet.\nreviewed: 2026-11-21\n---\n\nCaf\u00e9.\n"
_ONE_LINERS = "docs/reference/one-liners.md"
BAD = (
    bad("Windows' encoding", Write(_ONE_LINERS, _PAGE.encode("cp1252")), line=9),
    bad("a control character", words("A bell\x07 rings."), line="A bell"),
    bad("a merge conflict", Append(CLOCK, "\n<<<<<<< ours\nOur words.\n=======\nTheir words.\n>>>>>>> theirs\n"), line="<<<<<<< ours"),
)
GOOD = (good("a byte-order mark", Write(_ONE_LINERS, b"\xef\xbb\xbf" + _PAGE.encode())), good("Windows' line ends", Write(_ONE_LINERS, _PAGE.replace("\n", "\r\n"))))
