"""Rows without names, for researchers; and the register of who took which along."""
