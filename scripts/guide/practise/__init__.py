"""The practice room: what its page asks for, made of what the book says already, and of prompts of its own."""

PAGE = "practise.html"
"""The template of the room's page: a book has a practice room when one of its pages names it."""
