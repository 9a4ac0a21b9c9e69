"""Batch annotation: documents from files in, one JSON record a line out."""
