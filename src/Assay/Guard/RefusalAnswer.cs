using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Assay.Guard;

/// <summary>An answer that is not what was asked for, in every form that a stock installer shows: reason phrase, title, detail (RFC 9457).</summary>
/// <param name="Status">HTTP status; 403 for a decision.</param>
/// <param name="Title">The reason in one short sentence, unescaped.</param>
/// <param name="Detail">What it means and what to do next, unescaped.</param>
/// <param name="Id">What <c>assay explain</c> takes; null where nothing was decided.</param>
public sealed record RefusalAnswer(int Status, string Title, string Detail, string? Id = null)
{
    /// <summary>The reason phrase: pip, poetry and pdm show nothing else.</summary>
    public string ReasonPhrase => Phrase.Of($"assay: {Title}", Id is null ? "" : $"; assay explain {Id}");

    public async Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = ReasonPhrase;

        // Exactly this type, without a charset: with one, uv drops title and detail.
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        byte[] body = Body();
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private byte[] Body()
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteString("title", ReasonPhrase);
            json.WriteNumber("status", Status);
            json.WriteString("detail", Phrase.Of(Detail, Id is null ? "" : $" (assay explain {Id})"));
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
