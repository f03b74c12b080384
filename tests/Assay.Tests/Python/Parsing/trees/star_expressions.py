return *a, b
yield *a, b
x = *a, *b
for x in *a, *b: pass
print(*a, *b)
return *a
x = *a
for *x in y: pass
