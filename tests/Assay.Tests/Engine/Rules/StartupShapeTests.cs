using System.Collections.Immutable;
using Assay.Engine.Rules;

namespace Assay.Tests.Engine.Rules;

public sealed class StartupShapeTests
{
    private const string Nested =
        "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('a', 'b'));ie = os.path.exists(os.path.join(p,'__init__.py'));"
        + "m = not ie and sys.modules.setdefault('a.b', types.ModuleType('a.b'));mp = (m or []) and m.__dict__.setdefault('__path__',[]);"
        + "(p not in mp) and mp.append(p);m and setattr(sys.modules['a'], 'b', m)";

    [Theory]
    [InlineData("import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; enabled and __import__('_distutils_hack').add_shim(); ", "_distutils_hack")]
    [InlineData("import coverage; coverage.process_startup()", "coverage")]
    [InlineData("import _virtualenv", "_virtualenv")]
    [InlineData("import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()", "__editable___demo_1_0_finder")]
    public void Known_lines_say_what_they_load(string line, string module)
    {
        Assert.NotNull(StartupShapes.Find(line, out ImmutableArray<string> loads));
        Assert.Equal([module], loads);
    }

    [Fact]
    public void Namespace_lines_load_nothing()
    {
        Assert.NotNull(StartupShapes.Find(Nested, out ImmutableArray<string> loads));
        Assert.Empty(loads);
    }

    [Theory]
    [InlineData("import demo")]
    [InlineData("import demo; demo.install()")]
    [InlineData("import coverage; coverage.process_startup(); import demo")]
    [InlineData("import coverage; coverage.process_startup() or exec('1')")]
    [InlineData("import __editable___a_finder; __editable___b_finder.install()")]
    [InlineData("import __editable___a.b_finder; __editable___a.b_finder.install()")]
    [InlineData("import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'x') or exec('1') == 'local'; enabled and __import__('_distutils_hack').add_shim()")]
    [InlineData("import _virtualenvironment")]
    public void Anything_else_is_unknown(string line) => Assert.Null(StartupShapes.Find(line, out _));

    [Fact]
    public void One_more_statement_in_a_namespace_line_makes_it_unknown()
    {
        Assert.Null(StartupShapes.Find(Nested + ";exec('1')", out _));
        Assert.Null(StartupShapes.Find(Nested.Replace("*('a', 'b')", "*(exec('1'), 'b')", StringComparison.Ordinal), out _));
        Assert.Null(StartupShapes.Find(Nested.Replace("setattr(sys.modules['a'], 'b', m)", "setattr(sys.modules['os'], 'b', m)", StringComparison.Ordinal), out _));
    }
}
