"""Pictures of what the library finds: many layers, attention, a comparison."""
