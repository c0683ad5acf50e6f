"""Whether the text that a statement cites proves it: by comparing, without a model.

Knows nothing of questions, of documents beyond the words it is handed, nor of who wrote the statement.
"""
