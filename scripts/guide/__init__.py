"""The toolchain of The Portable ML System Design Guide.

One direction of flow: sources (`docs/`, `diagrams/`) are read once into a model (`guide.model`); the one reader of
Markdown (`guide.markdown`) parses each chapter, and `guide.render` makes an article of it; the site (`guide.site`) and the
publishers (`guide.publish`) turn articles into the outputs.
"""
