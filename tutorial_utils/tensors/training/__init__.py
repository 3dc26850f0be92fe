"""Looking while a model trains: what is kept of each look, and how it is drawn."""
