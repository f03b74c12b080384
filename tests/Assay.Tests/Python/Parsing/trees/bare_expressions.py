...
None; True; False
a
*a
*a, b
a,
"docstring"
