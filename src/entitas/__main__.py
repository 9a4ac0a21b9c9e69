"""``python -m entitas`` is the ``entitas`` command."""

from entitas.cli import main

main()
