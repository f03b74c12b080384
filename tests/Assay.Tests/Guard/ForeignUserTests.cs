using System.Diagnostics;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>Another user of the machine who knows everything about the guard.</summary>
public sealed class ForeignUserTests
{
    private const string Nobody = "65534";

    [Fact]
    public async Task Another_user_is_not_let_in_even_with_address_and_token()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "another user can be played only by root, with setpriv");
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("app", "1.0"));
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);
        string ask = $$"""
            exec 3<>/dev/tcp/127.0.0.1/{{guard.Port}}
            printf 'GET {{guard.Index}}/app/ HTTP/1.1\r\nHost: 127.0.0.1:{{guard.Port}}\r\nProxy-Authorization: Basic {{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(new Uri(guard.Addresses.Proxy).UserInfo))}}\r\nConnection: close\r\n\r\n' >&3
            cat <&3
            """;

        Assert.Contains("200 OK", await RunAsync("bash", "-c", ask), StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1", await RunAsync("setpriv", "--reuid", Nobody, "--clear-groups", "bash", "-c", ask), StringComparison.Ordinal);
        Assert.Contains("a connection from another user of this machine was refused", guard.Ledger.Notices);
    }

    private static async Task<string> RunAsync(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        return (await Stage.EndAsync(process)).Output;
    }
}
