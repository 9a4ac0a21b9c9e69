"""Names that a corpus has and the gazetteer lacks.

A corpus is read once (:mod:`~.reading`); what its documents say (:mod:`~.observe`) is counted
(:mod:`~.count`), and candidates (:mod:`~.candidate`) are proposed from the counts
(:mod:`~.propose`).
"""
