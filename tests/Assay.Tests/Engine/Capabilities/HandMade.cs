using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

/// <summary>Facts made by hand, for what is made of them.</summary>
internal static class HandMade
{
    public static Fact Fact(Capability capability, CodeContext context, string target = "", string path = "p/a.py", int line = 1, string api = "some.api") => new(
        capability, api, context, MemberPlace.Of(path, line, 5), 0, 0, ["p is imported"], "    call()", target, Labels.None, Labels.None, [], null, 0, false);

    public static BehaviourReading Behaviour(params ImmutableArray<Fact> facts) =>
        new(facts, [], [new PythonModule(MemberPlace.Of("p/a.py"), "p.a", CodeContext.Import, [], default, IsRead: true), new PythonModule(MemberPlace.Of("p/b.py"), "p.b", CodeContext.Import, [], default, IsRead: false)]);
}
