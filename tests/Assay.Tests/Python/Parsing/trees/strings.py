'a' "b"
'''c
d''' """e"""
r'\n' R"\'" b'\x41\101' rb'\x' Rb"" bR''
u'é' U"\u00e9" ur'\u0041\n'
'\N{LATIN SMALL LETTER A}\N{no such name}'
'\a\b\f\n\r\t\v\\\'\"\0\101\x41\u0041\U0001F600'
'line \
joined'
'\q\8'
'\ud800'
