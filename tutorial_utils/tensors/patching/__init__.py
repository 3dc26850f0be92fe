"""Other functions in the place of methods, while somebody needs them."""
