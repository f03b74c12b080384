using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Assay.Guard;

/// <summary>Passes a proxied plain-HTTP request on to a host that may be reached.</summary>
public sealed class PlainForward(HttpMessageInvoker client)
{
    // RFC 9110 section 7.6.1, and what belongs to this connection's proxy alone.
    private static readonly HashSet<string> s_hopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public async Task SendAsync(HttpContext context, Uri address)
    {
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), address);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach ((string name, StringValues values) in context.Request.Headers)
        {
            if (!s_hopByHop.Contains(name) && name != "Host" && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            await new RefusalAnswer(502, $"{address.IdnHost} could not be reached", error.Message).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        using (answer)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach ((string name, IEnumerable<string> values) in answer.Headers.Concat(answer.Content.Headers))
            {
                if (!s_hopByHop.Contains(name))
                {
                    context.Response.Headers[name] = values.ToArray();
                }
            }

            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
