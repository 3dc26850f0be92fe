"""Watch a function run, step by step: which line runs, who runs it, and what is printed meanwhile."""
