"""Read: a file becomes a Document with metadata, outline and tables.

Knows nothing of chunks, embeddings, questions or answers.
"""
