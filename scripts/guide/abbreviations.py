"""Abbreviations that a chapter may use without a word: every reader of the guide knows them.

What machine learning has of its own (NDCG, ANN, KV) belongs to docs/glossary.yaml instead.
"""

_SUBJECT = "AB AI ID ML OK"
_COMPUTERS = (
    "API CPU CSS CSV DNS GPU HBM HTML HTTP HTTPS IP IT JPEG JSON MP4 OS PC PDF PNG RAM README SDK SQL SSD TPU UI URL USB VPN XML"
)
_NAMES = "AWS BERT GPT IBM NVIDIA"
_PLACES_AND_LAW = "EU GDPR UK UN US USA"
_WORK = "CEO CFO EUR FAQ HR PR USD UTC"

COMMON = frozenset(" ".join((_SUBJECT, _COMPUTERS, _NAMES, _PLACES_AND_LAW, _WORK)).split())
"""As they are written; a plural `s` may follow."""
