"""Measure and tune the gazetteer on annotated articles; show what a pack or settings change.

The NER reads texts once, the gazetteer again and again (:mod:`~.rerun`). What it finds is judged
(:mod:`~.judged`) by annotations (:mod:`~.gold`) or by agreement (:mod:`~.silver`); settings are
fitted to that (:mod:`~.fit`, :mod:`~.linking`) and kept where held-out articles gain by them
(:mod:`~.measure`, :mod:`~.tune`). :mod:`~.outcome` compares the records of two gazetteers.
"""
