"""The machine under the course: its set-up, its faults, and JupyterLab on it."""
