"""What layers return: one pass of any model, and what listens to it."""
