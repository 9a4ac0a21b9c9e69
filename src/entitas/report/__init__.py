"""One HTML page over an annotated corpus: ``entitas report``.

Records are read one by one into counters (:mod:`entitas.report.gather`), the counters become
tables and figures (:mod:`~entitas.report.tables`, :mod:`~entitas.report.charts`), and those one
file that opens offline (:mod:`~entitas.report.page`).
"""
