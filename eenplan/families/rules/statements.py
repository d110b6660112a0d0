"""What somebody wanted to stand beside a piece that is not as they see it (rule 37): words of a slot of its own.

A statement is words of the piece itself, so that it is shown wherever the piece is, under the piece's labels.
"""

STATEMENT = "statement-"
# Words are looked up by 'from here to there': less and greater than keep their index behind the fence.
STATEMENTS_END = "statement."


def is_statement(slot: str) -> bool:
    """Whether words in this slot stand beside what the piece says."""
    return slot.startswith(STATEMENT)
