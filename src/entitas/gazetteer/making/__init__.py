"""Scripts that make the data files of the built-in gazetteer; they are not needed to read it."""
