def chain(rare, other, keeps, fooled):
    """Items called the rare thing after one, two and three looks: true ones, false ones."""
    for true, false in zip(keeps, fooled):
        rare, other = rare * true, other * false
        print(f"{rare:6.1f} true {other:6.1f} false")


print("views: 102 of 100,000 violate")                     # rare: violating
chain(102, 99_898, keeps=[0.90, 0.95, 0.98], fooled=[0.005, 0.10, 0.05])
print("removals: 29 of 1,000 were lawful")                 # rare: lawful
chain(29, 971, keeps=[0.95, 0.95, 0.98], fooled=[0.10, 0.30, 0.10])
