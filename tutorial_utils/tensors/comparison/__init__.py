"""Two models, or two runs of one, layer by layer."""
