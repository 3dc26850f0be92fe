"""What a lesson is, where lessons are, and what compiled notebooks say. It needs nothing else."""
