using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>When code runs, and on which way it comes to run.</summary>
public sealed class TriggersTests
{
    [Theory]
    [InlineData("import os\nos.system('x')", "Import")]
    [InlineData("import os\ndef f(): os.system('x')", "Call")]
    [InlineData("import os\ndef f(): os.system('x')\nf()", "Import")]
    [InlineData("import os\nclass A:\n  os.system('x')", "Import")]
    [InlineData("import os\nclass A:\n  def f(self): os.system('x')", "Call")]
    [InlineData("import os\nclass A:\n  def __init__(self): os.system('x')\nA()", "Import")]
    [InlineData("import os\nclass A:\n  def __init__(self): self.go()\n  def go(self): os.system('x')\nA()", "Import")]
    [InlineData("import os\nclass B:\n  def go(self): os.system('x')\nclass A(B):\n  def __init__(self): super().go()\nA()", "Import")]
    [InlineData("import os\nclass A:\n  @property\n  def p(self): os.system('x')\nA().p", "Import")]
    [InlineData("import os\nclass A:\n  @staticmethod\n  def p(): os.system('x')\nA.p()", "Import")]
    [InlineData("import os\nclass A:\n  @classmethod\n  def p(cls): os.system('x')\nA.p()", "Import")]
    [InlineData("import os\nclass A:\n  def __call__(self): os.system('x')\nA()()", "Import")]
    [InlineData("import os\nclass A:\n  def __enter__(self): os.system('x')\nwith A(): pass", "Import")]
    [InlineData("import os\nclass A:\n  def __new__(cls): os.system('x')\nA()", "Import")]
    [InlineData("import os\nclass A:\n  def __init_subclass__(cls): os.system('x')\nclass B(A): pass", "Import")]
    [InlineData("import os\nclass M(type):\n  def __new__(c, n, b, d): os.system('x')\nclass B(metaclass=M): pass", "Import")]
    [InlineData("import os\ndef deco(f):\n  os.system('x')\n  return f\n@deco\ndef g(): pass", "Import")]
    [InlineData("import os\ndef deco(f):\n  def w(*a): os.system('x')\n  return w\n@deco\ndef g(): pass\ng()", "Import")]
    [InlineData("import os, threading\nthreading.Thread(target=lambda: os.system('x')).start()", "Import")]
    [InlineData("import os, threading\nclass T(threading.Thread):\n  def run(self): os.system('x')\nT().start()", "Import")]
    [InlineData("import os, atexit\n@atexit.register\ndef f(): os.system('x')", "Import")]
    [InlineData("import os, atexit\natexit.register(os.system, 'x')", "Import")]
    [InlineData("import os\nfrom concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(os.system, 'x')", "Import")]
    [InlineData("import os, asyncio\nasync def f(): os.system('x')\nasyncio.run(f())", "Import")]
    [InlineData("import os\nif __name__ == '__main__': os.system('x')", "Main")]
    [InlineData("import os\ndef main(): os.system('x')\nif __name__ == '__main__': main()", "Main")]
    [InlineData("import os\nif False: os.system('x')", "None")]
    [InlineData("import os\nif 0:\n  os.system('x')", "None")]
    [InlineData("import os\ndef f():\n  return 1\n  os.system('x')\nf()", "None")]
    [InlineData("import os\nDEBUG = 0\nif DEBUG: os.system('x')", "Import")]
    [InlineData("import os\ntry: pass\nexcept Exception: os.system('x')", "Import")]
    [InlineData("import os\ntry: pass\nfinally: os.system('x')", "Import")]
    [InlineData("import os\nfor i in unknown(): os.system('x')", "Import")]
    [InlineData("import os\nfor i in []: pass\nelse: os.system('x')", "Import")]
    [InlineData("import os\nwhile unknown(): os.system('x')", "Import")]
    [InlineData("import os\ndef gen():\n  os.system('x')\n  yield 1\nlist(gen())", "Import")]
    [InlineData("import os\ndef outer():\n  def inner(): os.system('x')\n  return inner\nouter()()", "Import")]
    [InlineData("import os\nclass A:\n  def __getattr__(self, n): os.system('x')\nA().anything", "Import")]
    [InlineData("import os\ndef a(n):\n  if n: a(n - 1)\n  else: os.system('x')\na(5)", "Import")]
    [InlineData("import os\ndef __getattr__(name): os.system('x')", "Import")]
    [InlineData("import os\ndef __dir__(): os.system('x')", "Import")]
    public void Code_is_seen_in_the_trigger_in_which_it_runs(string text, string trigger) =>
        Assert.Contains($"{trigger} os.system('x')", Seen.In(text));

    [Fact]
    public void What_a_build_script_imports_runs_at_install()
    {
        Assert.Equal(
            ["Install os.system('x')"],
            Seen.In([("pkg-1.0/setup.py", "import helper"), ("pkg-1.0/helper.py", "import os\nos.system('x')")]));
        Assert.Equal(
            ["Install os.system('x')"],
            Seen.In([("pkg-1.0/setup.py", "from demo.version import v"), ("pkg-1.0/demo/__init__.py", ""), ("pkg-1.0/demo/version.py", "import os\nos.system('x')\nv = 1")]));
        Assert.Equal(
            ["Install os.system('x')"],
            Seen.In([("setup.py", "exec(open('src/demo/version.py').read())"), ("src/demo/version.py", "import os\nos.system('x')")]).Where(static line => line.Contains("Install os", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("setup(cmdclass={'install': C})")]
    [InlineData("setup(**{'cmdclass': {'install': C}})")]
    [InlineData("commands = dict(install=C)\nsetup(name='x', cmdclass=commands)")]
    [InlineData("kw = {}\nkw['cmdclass'] = {}\nkw['cmdclass']['install'] = C\nsetup(**kw)")]
    [InlineData("import versioneer\nsetup(cmdclass=versioneer.get_cmdclass({'install': C}))")]
    public void Commands_given_to_setup_run_at_install(string call)
    {
        string text = "import os\nfrom setuptools import setup\nfrom setuptools.command.install import install\nclass C(install):\n  def run(self):\n    os.system('x')\n    install.run(self)\n" + call;
        Assert.Contains("Install os.system('x')", Seen.In([("setup.py", text)]));
    }

    [Fact]
    public void A_command_that_is_not_given_to_setup_does_not_run_at_install() =>
        Assert.Equal(
            ["Call os.system('x')"],
            Seen.In([("setup.py", "import os\nfrom setuptools import setup, Command\nclass C(Command):\n  def run(self): os.system('x')\nsetup(name='y')")]));

    [Fact]
    public void Entry_points_run_in_their_own_trigger()
    {
        (string, string)[] files = [("demo.py", "import os\ndef main(argv=None): os.system('x')\nclass P:\n  def run(self): os.system('y')")];
        ProgramReading reading = Seen.Read(files, ProgramLimits.Default, static module =>
            module with { EntryPoints = [("main", Trigger.Main, "somebody runs the command demo"), ("P.run", Trigger.Plugin, "pytest loads the plugin")] });
        Assert.Equal(["Plugin os.system('y')", "Main os.system('x')"], Seen.Lines(reading));
        Assert.Equal(["pytest loads the plugin", "somebody runs the command demo"], reading.Observations.Select(static seen => seen.Why));
    }

    [Fact]
    public void The_trail_names_the_calls_and_imports_on_the_way()
    {
        ProgramReading reading = Seen.Read(
            ("demo/__init__.py", "from . import _start\n_start.go('x')"),
            ("demo/_start.py", "import os\ndef go(command):\n  run(command)\ndef run(command): os.system(command)"));
        Observation seen = Assert.Single(reading.Observations);
        Assert.Equal(["calls demo._start.go", "calls demo._start.run"], seen.Trail.Select(static step => step.Text));
        Assert.Equal("somebody imports demo", seen.Why);
        Assert.Equal([0, 1], seen.Trail.Select(static step => step.Site.Module));
    }

    [Fact]
    public void The_top_level_of_an_imported_module_is_reached_by_its_import()
    {
        ProgramReading reading = Seen.Read(("demo/__init__.py", "import demo.inner"), ("demo/inner.py", "import os\nos.system('x')"));
        Assert.Equal(["imports demo.inner"], Assert.Single(reading.Observations).Trail.Select(static step => step.Text));
    }

    [Fact]
    public void Tests_that_call_a_function_do_not_hide_that_others_can() =>
        Assert.Equal(
            ["Call os.system(?)"],
            Seen.In([("demo.py", "import os\ndef f(c): os.system(c)"), ("test_demo.py", "import demo\ndef test(): demo.f('x')")]).Where(static line => line.StartsWith("Call", StringComparison.Ordinal)));

    [Theory]
    [InlineData("if sys.platform == 'win32': os.system('x')")]
    [InlineData("if os.name == 'nt': os.system('x')")]
    [InlineData("if platform.system() == 'Linux': os.system('x')")]
    [InlineData("if datetime.datetime.now().year > 2030: os.system('x')")]
    [InlineData("if os.environ.get('CI'): os.system('x')")]
    [InlineData("if sys.gettrace() is None: os.system('x')")]
    [InlineData("def f():\n  if platform.system() != 'Linux': return\n  os.system('x')\nf()")]
    [InlineData("sys.platform == 'win32' and os.system('x')")]
    [InlineData("os.system('x') if os.name == 'nt' else None")]
    [InlineData("HOST = socket.gethostname()\nif HOST == 'victim': os.system('x')")]
    public void What_stands_behind_a_test_of_the_environment_is_guarded(string text) =>
        Assert.Contains("Import os.system('x') guarded", Seen.In("import os, sys, platform, datetime, socket\n" + text));

    [Fact]
    public void What_stands_behind_another_test_is_not_guarded() =>
        Assert.Contains("Import os.system('x')", Seen.In("import os\nif unknown(): os.system('x')"));
}
