"""How long what helpers from elsewhere write can be, in signs; the database holds it too."""

# To the coach, of a step; between coach and partner, of a place; what a short offer brought.
LONGEST_LINE = 500
LONGEST_NOTE = 500
LONGEST_BROUGHT = 1000
