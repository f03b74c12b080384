a and b or c and not d
a or b or c
not not a
(a or b) and c
