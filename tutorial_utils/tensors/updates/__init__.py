"""What a training step does to the weights: gradients, and how far the optimizer goes."""
