import numpy as np

vectors = np.random.default_rng(0).normal(size=(3000, 8))
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
pieces = [vectors[:, :4], vectors[:, 4:]]
books = [piece[:16].copy() for piece in pieces]             # 16 codewords for each piece: 4 bits
for _ in range(20):                                          # k-means, each piece by itself
    codes = [((p[:, None] - b) ** 2).sum(2).argmin(1) for p, b in zip(pieces, books, strict=True)]
    books = [np.array([p[c == j].mean(0) for j in range(16)]) for p, c in zip(pieces, codes, strict=True)]
query = vectors[7]
table = [books[0] @ query[:4], books[1] @ query[4:]]         # 32 products, once a query
guess, exact = table[0][codes[0]] + table[1][codes[1]], vectors @ query
best, coarse = np.argsort(-exact)[:10], np.argsort(-guess)
print("vector 7 as a code:", int(codes[0][7]), int(codes[1][7]), "| its cosine with itself by code:", round(guess[7], 2))
print("of the true best 10, the code's best n hold:", {n: len(set(best) & set(coarse[:n])) for n in (10, 50, 200)})
