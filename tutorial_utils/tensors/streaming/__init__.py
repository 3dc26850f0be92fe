"""Data that comes in batches, and what is made of it batch by batch. It knows nothing of layers."""
