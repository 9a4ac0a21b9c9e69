"""Named entities: people, bodies and places, and the offices and ranks of people.

One protocol (:mod:`entitas.ner.protocol`), backends behind it (:mod:`entitas.ner.onnx`), and the
spaCy component that writes their finds (:mod:`entitas.ner.component`).
"""
