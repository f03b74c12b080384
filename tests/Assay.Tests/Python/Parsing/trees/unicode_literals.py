x = 'héllo' "\u2028" 'wörld'
y = b'h\xe9'
z = '💀' * 2
