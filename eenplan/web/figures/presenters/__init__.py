"""Words, numbers and files of the figures."""
