"""Text → outline: attachments, headings and enumerations as nested sections.

Knows nothing of what a section is about, nor of files.
"""
