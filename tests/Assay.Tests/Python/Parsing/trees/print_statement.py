print
print a
print a, b,
print "x" % y
print >>f
print >>f, a, b
print >>f, a,
print (a)
print (a), b
print ("x") % y
print [a, b]
print [x for x in y]
print -1
print not a
print {}
print `a`
print lambda: 1
print a; print b
