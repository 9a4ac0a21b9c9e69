"""The resolver: the only stage that sees all finds, and the one that decides.

One file a step, in this order: ``choose`` the spans (made ``whole``, ``mend``-ed, and out if they
name ``nothing``), group the forms of one ``people`` and ``agencies``, link to the gazetteer
(``places``, ``agencies``), attach ``titles`` and ``offices``, ``build`` the records.
Nothing is dropped silently: what loses goes to ``doc.spans["discarded"]``
with its reason.
"""
