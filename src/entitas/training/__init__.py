"""Training the NER model: base encoder, vocabulary, corpora, training, export, evaluation.

Everything here needs the extra ``train`` when it is called, never when it is imported.
"""
