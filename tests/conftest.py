"""What the tests share. Everything is parametrised over the registry of lessons."""

import os
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # kernels and programs that tests start inherit it

ROOT = Path(__file__).resolve().parents[1]
