"""What every test may lean on: no network, and the folder of real documents where it is at hand."""

import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The folder of five real documents; the test is skipped where it is not at hand."""
    folder = SHARED / "documents"
    if not folder.is_dir():
        pytest.skip(f"needs the real documents in {folder}")
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of training and benchmark data; the test is skipped where it is not at hand."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the training and benchmark data in {folder}")
    return folder
