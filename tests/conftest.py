"""What every test may lean on: no network, and the folder of real documents where it is at hand."""

import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and none that fails because it came slowly.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

for name in [name for name in os.environ if name.startswith("POLICY_LLM_")]:
    del os.environ[name]  # whoever runs the tests may have a language model; it is not asked

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


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """An assistant over the sample documents."""
    return _assistant(tmp_path_factory.mktemp("sample"), ROOT / "corpus" / "documents")


@pytest.fixture(scope="session")
def real(tmp_path_factory, shared_documents):
    """An assistant over the five real documents."""
    return _assistant(tmp_path_factory.mktemp("real"), shared_documents)


def _assistant(store: Path, folder: Path):
    from assistant.wiring import open_assistant
    from corpus.settings import Settings
    from index.embed import open_embedder
    from index.writer import Writer

    settings = Settings(store=store)
    with Writer.open(store, open_embedder(settings.embedder)) as writer:
        report = writer.sync([folder])
    assert not report.failed
    return open_assistant(settings)
