def chain(rare, other, catch, fooled):
    """Items called the rare thing after one, two and three looks: true ones, false ones."""
    for true, false in zip(catch, fooled):
        rare, other = rare * true, other * false
        print(f"{rare:6.1f} true {other:6.1f} false")


print("views: 104 of 100,000 violate")
chain(104, 99_896, catch=[0.90, 0.95, 0.98], fooled=[0.005, 0.10, 0.05])
print("removals: 29 of 1,000 were lawful")
chain(29, 971, catch=[0.95, 0.95, 0.98], fooled=[0.10, 0.30, 0.10])
