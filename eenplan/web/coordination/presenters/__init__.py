"""The pages of who keeps a partnership together, in words."""
