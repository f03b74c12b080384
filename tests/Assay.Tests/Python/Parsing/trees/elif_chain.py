if a: pass
elif b: pass
elif c: pass
elif d: pass
elif e: pass
else: pass
