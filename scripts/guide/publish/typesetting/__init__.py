"""What the book and the pocket edition are set and bound with: pieces on pages of columns, and their page numbers."""
