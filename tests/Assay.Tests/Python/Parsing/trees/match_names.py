match = 1
match.x
match(x)
match[x]
match (x), y
match, case = case, match
match: int
match: int = 2
match * a
match -1
match in x
match
print(match, case)
match(x).y
case(1)
