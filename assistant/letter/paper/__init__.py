"""How a letter looks on paper, by GB/T 9704-2012: as .docx, as .pdf, as plain text.

Knows nothing of questions, answers or evidence.
"""
