"""An article as a page of the site: its addresses, its drawings, a link at every heading, the data of its script."""

from __future__ import annotations

import re
from html import escape

from markdown.extensions.toc import slugify

from guide.addresses import Address, relative
from guide.article import Article

_LINK = re.compile(r'(<a\b(?:[^>"]|"[^"]*")*?\shref=")(?![#?]|[a-z][a-z0-9+.-]*:)([^"#]*)')
_DRAWING = re.compile(r'<div class="diagram" data-diagram="([^"]+)"></div>')
_HEADING = re.compile(r'<h([2-4])((?:[^>"]|"[^"]*")*?\sid="([^"]+)"(?:[^>"]|"[^"]*")*)>(.*?)</h\1>', re.S)

_TABLE = re.compile(r"<table(?![^>]*\sclass=)([^>]*)>(.*?)</table>", re.S)
_CODE = re.compile(r"<pre>(?:<span></span>)?<code>(.*?)</code></pre>", re.S)
_SCROLLING_TABLE = (
    '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table class="plain"{attributes}>{rows}</table></div></div>'
)
_SCROLLING_CODE = '<pre><span class="lines"><code>{text}</code></span></pre>'
"""What the theme's script would make of tables and code when a page is open: moving a table styles the whole page anew,
and asking for the width of code lays it out, wherever it is. Made so, the script leaves both alone; the style sheet takes
them for the theme's (`guide.assets`)."""

_HEAD = re.compile(r'\A\s*(?:<dl class="facts">.*?</dl>\s*)?(?:<nav class="paths".*?</nav>)?', re.S)
"""The facts of a chapter and the ways to read it."""

PDF_MARK = "<!-- the chapter's PDF -->"
"""Where a page offers its own PDF; `name_pdfs` puts the link there when its pages and size are known."""

def page_html(article: Article, address: Address, live: bool = False, pdf: bool = False) -> str:
    """The page's content. `live` leaves the drawings to official Mermaid in the reader's browser; `pdf` marks where its
    own PDF is offered."""
    def drawing(match: re.Match[str]) -> str:
        drawn = article.drawings[match[1]]
        if live:
            return f'<div class="diagram" data-diagram="{match[1]}"><div class="mermaid">{escape(drawn.mermaid)}</div></div>'
        style = f"--diagram-width:{drawn.width:.0f}px;--diagram-text:{drawn.smallest_px:g}"
        return f'<div class="diagram" data-diagram="{match[1]}" style="{style}">{drawn.site_svg}</div>'

    body = _HEADING.sub(_with_link, with_addresses(article.html, address, article.page))
    body = _TABLE.sub(lambda table: _SCROLLING_TABLE.format(attributes=table[1], rows=table[2]), body)
    body = _CODE.sub(lambda code: _SCROLLING_CODE.format(text=code[1]), body)
    body = _HEAD.sub(lambda head: head[0] + PDF_MARK, body, count=1) if pdf else body
    title = f"<h1 id=\"{title_anchor(article)}\">{escape(article.title, quote=False)}{_link_to(title_anchor(article))}</h1>\n"
    script = f'\n<script type="application/json" class="estimate-model">{article.model}</script>' if article.model else ""
    return title + _DRAWING.sub(drawing, body) + script


def with_addresses(text: str, address: Address, page: str) -> str:
    """HTML whose links are `folder/page.md#anchor` from `docs/` with the addresses that they have on a page."""
    here = address(page)
    return _LINK.sub(lambda match: match[1] + relative(address(match[2]), here), text)


def title_anchor(article: Article) -> str:
    """The id of the page's title, free of those of its sections."""
    anchor = slugify(article.title, "-")
    return anchor if anchor not in article.anchors else f"{anchor}-page"


def contents(article: Article, depth: int = 3) -> list[dict]:
    """The page's table of contents, as Python-Markdown's `toc_tokens`."""
    top = _token(1, title_anchor(article), article.title)
    opened = [top]
    for section in article.sections:
        if section.level > depth or not section.anchor:
            continue
        token = _token(section.level, section.anchor, section.text)
        while opened[-1]["level"] >= section.level:
            opened.pop()
        opened[-1]["children"].append(token)
        opened.append(token)
    return [top]


def _token(level: int, anchor: str, text: str) -> dict:
    name = escape(text, quote=False)
    return {"level": level, "id": anchor, "name": name, "html": name, "data-toc-label": "", "children": []}


def _with_link(match: re.Match[str]) -> str:
    level, attributes, anchor, text = match.groups()
    return f"<h{level}{attributes}>{text}{_link_to(anchor)}</h{level}>"


def _link_to(anchor: str) -> str:
    return f'<a class="headerlink" href="#{escape(anchor)}" title="Link to this section">#</a>'
