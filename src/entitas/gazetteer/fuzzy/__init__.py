"""Finding names in spite of slips: typing errors, misread letters, lost blanks."""
