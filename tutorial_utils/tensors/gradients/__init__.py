"""Gradients of a loss, by the paths of the layers: of what they return, and of their weights."""
