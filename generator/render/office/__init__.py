"""Official documents as files: one model, one table of measures, a Word file and a PDF.

Nothing here is imported by a check, and the packages behind each format only when a document is made.
"""
