"""What running a model writes, and putting it back."""
