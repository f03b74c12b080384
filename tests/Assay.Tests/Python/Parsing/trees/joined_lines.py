a = 1 + \
    2
if x and \
   y: \
    z
\
b = 3
(a
 +
 # comment

 b)
c = [
    1,
]
