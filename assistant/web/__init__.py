"""The service: one FastAPI application with a Gradio page on top, its accounts, records, library and gates.

Knows how to let callers in and what they may see. Knows nothing of how an answer is found.
"""
