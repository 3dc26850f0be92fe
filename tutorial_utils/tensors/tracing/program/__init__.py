"""What is known of a program that runs: its code, its graphs, what its names hold."""
