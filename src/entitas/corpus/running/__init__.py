"""The shard runner: many documents, several processes, nothing lost and nothing twice.

The input is cut into shards (:mod:`~.shards`). A crew of processes (:mod:`~.crew`) turns each into
files that appear when they are complete (:mod:`~.pieces`); a manifest (:mod:`~.manifest`) says what
they were made with. :mod:`~.run` puts it together, and the shards into the output.
"""
