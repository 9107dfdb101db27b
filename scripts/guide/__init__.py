"""The toolchain of The Portable ML System Design Guide.

One direction of flow: sources (`docs/`, `diagrams/`) are read once into a model (`guide.model`); Python-Markdown
extensions (`guide.markdown`) make the pages; publishers (`guide.publish`) turn the built pages into the outputs.
"""
