guests = {"near": 0.5, "cheap": 0.3, "roomy": 0.2}
opens = {  # chance that a guest of this kind opens this home
    "A": {"near": 0.40, "cheap": 0.05, "roomy": 0.05},
    "B": {"near": 0.36, "cheap": 0.05, "roomy": 0.05},
    "C": {"near": 0.05, "cheap": 0.50, "roomy": 0.05},
}


def served(row):
    missed = dict(guests)
    for home in row:
        missed = {kind: m * (1 - opens[home][kind]) for kind, m in missed.items()}
    return 1 - sum(missed.values())


for row in ("A", "B", "C", "AB", "AC"):
    print(f"{row:2}", f"{served(row):.3f}")
