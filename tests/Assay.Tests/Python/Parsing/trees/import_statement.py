import a
import a.b.c as d, e
import a . b
from a import b
from a.b import c as d, e
from . import a
from ...a import (b, c as d,)
from .... import *
from a import *
lazy import a, b as c
lazy from .a import b
import print, exec.match
