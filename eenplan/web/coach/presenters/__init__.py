"""The coach's pages in words."""
