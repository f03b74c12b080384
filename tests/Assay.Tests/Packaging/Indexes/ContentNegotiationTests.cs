using Assay.Packaging.Indexes;

namespace Assay.Tests.Packaging.Indexes;

public sealed class ContentNegotiationTests
{
    [Theory]
    [InlineData(null, "text/html")]
    [InlineData(" ", "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/*", "text/html")]
    [InlineData("application/*", MediaTypes.Json)]
    // pip, uv, poetry as measured
    [InlineData("application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01", MediaTypes.Json)]
    [InlineData("application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01", MediaTypes.Json)]
    [InlineData("application/vnd.pypi.simple.v1+json, */*;q=0.1", MediaTypes.Json)]
    // a browser
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/vnd.pypi.simple.latest+json", MediaTypes.Json)]
    [InlineData("application/vnd.pypi.simple.latest+html", MediaTypes.Html)]
    [InlineData("APPLICATION/VND.PYPI.SIMPLE.V1+JSON", MediaTypes.Json)]
    [InlineData("application/vnd.pypi.simple.v1+html, text/html", MediaTypes.Html)]
    [InlineData("application/vnd.pypi.simple.v1+json;q=0.1, text/html", "text/html")]
    [InlineData("text/html;q=0.5, application/vnd.pypi.simple.v1+json;q=0.5", MediaTypes.Json)]
    // the exact range decides, however low
    [InlineData("*/*, application/vnd.pypi.simple.v1+json;q=0", "text/html")]
    [InlineData("application/vnd.pypi.simple.v1+json;q=nan, text/html;q=0.1", "text/html")]
    public void The_type_is_chosen_by_quality_then_exactness(string? accept, string expected) =>
        Assert.Equal(expected, ContentNegotiation.Choose(accept).ContentType);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.pypi.simple.v2+json")]
    [InlineData("text/html;q=0, */*;q=0")]
    [InlineData(",;,")]
    public void Nothing_acceptable_is_said(string accept) =>
        Assert.Equal(PageFormat.None, ContentNegotiation.Choose(accept).Format);
}
