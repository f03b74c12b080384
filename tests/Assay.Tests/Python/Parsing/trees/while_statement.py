while a:
    break
else:
    continue
while 1: pass
