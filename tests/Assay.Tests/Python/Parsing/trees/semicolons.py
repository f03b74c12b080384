a; b; c
a;
if x: a; b;
x = 1; y = 2 3; z = 4
w = 5
