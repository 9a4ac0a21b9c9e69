"""Documents from files of many formats, one at a time and always in the same order.

A format is a module that turns a stream of bytes (or a file) into documents: :mod:`~.plain`,
:mod:`~.pages`, :mod:`~.lines`, :mod:`~.tables`, :mod:`~.parquet` and :mod:`~.databases`.
:mod:`~.documents` chooses among them. What is wrong with a document stands in its place as an
:class:`~.source.Unreadable` and never ends the stream. The door is :mod:`entitas.corpus.readers`.
"""
