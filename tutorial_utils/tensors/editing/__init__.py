"""What if a layer gave something else."""
