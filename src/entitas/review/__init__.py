"""People decide about candidates, which makes a pack.

Decisions are a log that is only added to (:mod:`~.decisions`, :mod:`~.decision_log`), and the pack
is its result (:mod:`~.pack_file`). :mod:`~.session` is the review without a screen,
:mod:`~.terminal` the one with keys.
"""
