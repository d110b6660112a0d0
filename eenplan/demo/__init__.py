"""The demo: invented families, workers and referrals, loaded as the owner of the database.

Not a room but a load beside the command line. All names and stories are made up; every referral's fact
is marked `demo`, so that no figure can pass for the score of a real partnership.
"""
