# commentimport osx = 1
if a:
    b    c
s = '''de
f'''