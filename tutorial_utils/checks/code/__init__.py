"""What judges read in the code of an answer: its names, its blanks, its calls of old code."""
