"""Speak: hits become an answer whose every statement is quoted from a document.

Knows nothing of web pages, and does not judge itself: that is the work of `evals`.
"""
