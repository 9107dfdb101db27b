words = ["error-E417", "vpn-faq", "vpn-setup", "laptop-order"]           # best first, by BM25
vectors = ["vpn-setup", "remote-access", "vpn-faq", "travel-policy"]     # best first, by cosine
k = 60                                                                   # damps the difference between first and second
score = {}
for ranking in (words, vectors):
    for rank, document in enumerate(ranking, start=1):
        score[document] = score.get(document, 0) + 1 / (k + rank)
for document, value in sorted(score.items(), key=lambda pair: -pair[1])[:4]:
    print(f"{document:14} {value:.4f}")
