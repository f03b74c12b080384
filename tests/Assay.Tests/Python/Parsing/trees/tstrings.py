t'a{b!r:c}d'
T"{x}" t'{y=}'
tr'\{z}' Rt""
