"""What the desk says: rows of the list, and the page of one referral."""
