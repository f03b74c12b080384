a + b * c - d / e // f % g @ h
-a ** -b ** c
~a & b | c ^ d << 1 >> 2
+a, -+~a
(a + b) * c
