namespace Assay.Tests.Python.Meaning;

/// <summary>What a name resolves to, however it is reached.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("import os\nos.system('x')")]
    [InlineData("import os as o\no.system('x')")]
    [InlineData("from os import system\nsystem('x')")]
    [InlineData("from os import system as s\ns('x')")]
    [InlineData("from os import *\nsystem('x')")]
    [InlineData("import os\nf = os.system\nf('x')")]
    [InlineData("import os\na = b = os\nb.system('x')")]
    [InlineData("import os, sys\n(a, b) = (sys, os)\nb.system('x')")]
    [InlineData("__import__('os').system('x')")]
    [InlineData("getattr(__import__('o' + 's'), 'sys' + 'tem')('x')")]
    [InlineData("import importlib\nimportlib.import_module('os').system('x')")]
    [InlineData("from importlib import import_module as i\ni('so'[::-1]).system('x')")]
    [InlineData("import os\ngetattr(os, 'metsys'[::-1])('x')")]
    [InlineData("import os\nos.__dict__['system']('x')")]
    [InlineData("import os\nvars(os)['system']('x')")]
    [InlineData("import os\nglobals()['os'].system('x')")]
    [InlineData("import os\nlocals()['os'].system('x')")]
    [InlineData("import sys\nsys.modules['os'].system('x')")]
    [InlineData("import subprocess\nsubprocess.os.system('x')")]
    [InlineData("import platform\nplatform.os.sys.modules['os'].system('x')")]
    [InlineData("import posix\nposix.system('x')")]
    [InlineData("import builtins\nbuiltins.__import__('os').system('x')")]
    [InlineData("__builtins__.__import__('os').system('x')")]
    [InlineData("__builtins__['__import__']('os').system('x')")]
    [InlineData("globals()['__builtins__'].__dict__['__import__']('os').system('x')")]
    [InlineData("getattr(__builtins__, '__imp' + 'ort__')('os').system('x')")]
    [InlineData("eval('__import__')('os').system('x')")]
    [InlineData("eval(\"__import__('os')\").system('x')")]
    [InlineData("import os, operator\noperator.attrgetter('system')(os)('x')")]
    [InlineData("import os, operator\noperator.methodcaller('system', 'x')(os)")]
    [InlineData("import os, functools\nfunctools.partial(os.system, 'x')()")]
    [InlineData("import os\n(lambda f, a: f(a))(os.system, 'x')")]
    [InlineData("import os\nlist(map(os.system, ['x']))")]
    [InlineData("import os\n[os.system(c) for c in ['x']]")]
    [InlineData("import os\n{'k': os.system}['k']('x')")]
    [InlineData("import os\n[print, os.system][1]('x')")]
    [InlineData("import os\nos.system.__call__('x')")]
    [InlineData("import os\nobject.__getattribute__(os, 'system')('x')")]
    [InlineData("import os\nclass A: run = os.system\nA.run('x')")]
    [InlineData("import os\nclass A:\n  def __init__(self): self.run = os.system\nA().run('x')")]
    [InlineData("import os\nif (f := os.system): f('x')")]
    [InlineData("try:\n  import os\nexcept ImportError:\n  os = None\nos.system('x')")]
    [InlineData("import os\ndef g(): return os.system\ng()('x')")]
    [InlineData("import os\nf = lambda: os\nf().system('x')")]
    [InlineData("def a():\n  global os\n  import os\na()\nos.system('x')")]
    [InlineData("import os\nmatch 1:\n  case 1: os.system('x')")]
    [InlineData("import os\nwith open('f') as f: os.system('x')")]
    [InlineData("import os\ndef f(run=os.system): run('x')\nf()")]
    [InlineData("import os\ndef f(*a, **k): k['run'](*a)\nf('x', run=os.system)")]
    [InlineData("from six.moves import builtins\nbuiltins.__import__('os').system('x')")]
    [InlineData("import sys\ngetattr(sys.modules['os'], 'system')('x')")]
    [InlineData("import os\nsetattr(os, 'again', 1)\nos.system('x')")]
    [InlineData("import os\nT = type('T', (), {'run': os.system})\nT.run('x')")]
    [InlineData("import types, os\ntypes.FunctionType(compile(\"os.system('x')\", '', 'exec'), globals())()")]
    [InlineData("def f(): f.__globals__['__builtins__'].__import__('os').system('x')\nf()")]
    public void Every_way_to_os_system_is_seen(string text) => Assert.Contains("Import os.system('x')", Seen.In(text));

    [Fact]
    public void A_name_that_is_known_under_another_is_seen_under_that()
    {
        Assert.Equal(["Import urllib.request.urlopen('a')"], Seen.In("import urllib2\nurllib2.urlopen('a')"));
        Assert.Equal(["Import urllib.request.urlopen('a')"], Seen.In("from six.moves.urllib.request import urlopen\nurlopen('a')"));
        Assert.Equal(["Import urllib.request.urlopen('a')"], Seen.In("try:\n  from urllib2 import urlopen\nexcept ImportError:\n  from urllib.request import urlopen\nurlopen('a')"));
    }

    [Fact]
    public void A_method_of_what_a_call_returned_has_the_name_of_the_call()
    {
        Assert.Equal(["Import socket.socket().connect(['192.0.2.1', 4444])"], Seen.In("import socket\ns = socket.socket()\ns.connect(('192.0.2.1', 4444))"));
        Assert.Equal(["Import socket.create_connection('h')", "Import socket.socket().send('x')"], Seen.In("import socket\nc = socket.create_connection('h')\nc.send('x')"));
        Assert.Equal(["Call ?.post('x')"], Seen.In("def f(client): client.post('x')"));
        Assert.Equal(["Import requests.Session().post('x')"], Seen.In("import requests\nclass S(requests.Session):\n  def go(self): self.post('x')\nS().go()"));
    }

    [Fact]
    public void A_local_name_hides_the_one_outside()
    {
        Assert.Empty(Seen.In("class os:\n  system = print\nos.system('x')"));
        Assert.Empty(Seen.In("import os\nos = {}\nos.system('x')"));
        Assert.Equal(["Call os.system('x')"], Seen.In("import os\ndef f():\n  class os: system = print\n  os.system('y')\ndef g(): os.system('x')"));
    }

    [Fact]
    public void What_comes_of_a_name_that_is_not_known_is_seen_as_an_import_that_is_not_known() =>
        Assert.Equal(["Call import builtins.__import__(?)"], Seen.In("def f(name): __import__(name)"));
}
