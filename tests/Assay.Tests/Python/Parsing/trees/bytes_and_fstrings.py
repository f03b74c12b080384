b'a' b'b'
'a' b'b'
f'a' b'b'
