"""Indonesian news text to typed records of officials, agencies, places and titles."""

__version__ = "0.1.0"
