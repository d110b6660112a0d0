"""The network coordinator's pages: partners, what the partnership is made of, its area and its team."""
