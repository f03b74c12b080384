import
import a,
from a import
from import b
from a import b,
from a import ()
import a.
from a import (b c)
x = 1
