"""What models that run on torch have in common: how they are loaded, and on how many threads they compute.

The only file that sets torch's number of threads. Knows nothing of what a model is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from corpus.errors import ModelUnavailable

LOCAL: Mapping[str, Any] = {"device": "cpu", "local_files_only": True, "trust_remote_code": False}
"""How sentence-transformers is to load a model: no card, no network, no code that comes with the model."""


@contextmanager
def loading(refusal: Callable[[object], ModelUnavailable]) -> Iterator[None]:
    """Load a model inside: without a bar on the terminal, and with `refusal` of whatever is wrong with its files.

    Raises:
        ModelUnavailable: What `refusal` makes of the reason.
    """
    from safetensors import SafetensorError
    from transformers.utils import logging

    drawn = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise refusal(error) from error
    finally:
        if drawn:
            logging.enable_progress_bar()


def usual_threads() -> int:
    """The number of threads that torch computes with when nobody says otherwise."""
    import torch

    return int(torch.get_num_threads())


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Compute with `count` threads inside, and with as many as before afterwards.

    A question is one short text or a few: splitting it over processors costs more than it gains, and takes them from
    the questions beside it. torch's setting looks global, but OpenMP keeps the number for each thread that calls it:
    another thread at work is not touched. Only a thread that meets torch for the first time meanwhile begins with
    `count`; so whoever needs many threads states them here, too, and relies on no default.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def in_one_line(reason: object) -> str:
    """A library's reason, cut to what fits into a sentence of ours."""
    return " ".join(str(reason).split())[:200]
