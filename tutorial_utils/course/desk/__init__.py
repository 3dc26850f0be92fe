"""A learner's desk: their folder, the copies of lessons in it, what they tried, how far they are."""
