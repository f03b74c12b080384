global a, b
nonlocal c
nonlocal = 1
