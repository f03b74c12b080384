a = $
b = ?
c = 1 ! 2
d = a💀b
e = “quoted”
f = 1\
g = 2 \ 3
h = 3
