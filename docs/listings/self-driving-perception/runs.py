from math import comb


def missed(recall, looks=10, need=3):  # seen in fewer than three of ten frames
    return sum(comb(looks, k) * recall**k * (1 - recall) ** (looks - k) for k in range(need))


hard, easy = 0.05, 0.97  # one person in twenty is hard to see
print("hard ones  per frame  if all alike  missed in time")
for recall in (0.3, 0.5, 0.7):
    mean = hard * recall + (1 - hard) * easy  # what a frame-by-frame test reports
    people = hard * missed(recall) + (1 - hard) * missed(easy)
    print(f"{recall:9.0%} {mean:10.2%} {missed(mean):13.6%} {people:15.3%}")
