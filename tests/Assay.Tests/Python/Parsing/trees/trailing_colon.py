if a: 
while b:
x = 1
