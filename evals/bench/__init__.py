"""Retrieval measured on a BEIR-format folder, this project beside its peers; start with `measure.py`."""
