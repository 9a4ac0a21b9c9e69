"""The compiled gazetteer: how it is written, mapped into memory, and read by name and by id."""
