"""Rain adds three minutes; outcomes are four windows old."""
from statistics import NormalDist

left = NormalDist(0, 7.5)           # minutes the model leaves
margin = left.inv_cdf(0.9)          # from middle to promise

def offsets(remembers):
    offset = [0.0] * 5              # nobody knows of the rain
    for now in range(4, 13):        # windows of ten minutes
        had = offset[now - 4]       # what those orders got
        late = 1 - left.cdf(margin + had - 3)
        short = margin - left.inv_cdf(1 - late)
        new = had + short if remembers else offset[-1] + short / 2
        offset.append(new)
    return [round(o, 1) for o in offset[4:]]

print("remembers", offsets(True))
print("adds half", offsets(False))
