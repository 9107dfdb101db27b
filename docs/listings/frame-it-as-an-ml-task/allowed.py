from math import exp

scores = {"Sorry": 3.0, "none": 2.0, "late": 0.4, "missing": 0.2, "cold": -1.0}  # of the next word


def answer(allowed):
    total = sum(exp(scores[word]) for word in allowed)
    best = max(allowed, key=scores.get)
    return f"{best} ({exp(scores[best]) / total:.0%})"


print("'You charged me twice'")
print("free text:    ", answer(scores))
print("three kinds:  ", answer(["late", "missing", "cold"]))
print("and a way out:", answer(["late", "missing", "cold", "none"]))
