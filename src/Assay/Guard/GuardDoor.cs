using Assay.Installers;
using Microsoft.AspNetCore.Http;

namespace Assay.Guard;

/// <summary>Who may ask, and what is asked for: the one place where requests come in.</summary>
/// <param name="proxiedOnly">True for a wrapper's guard, which answers only as the installer's proxy.</param>
public sealed class GuardDoor(
    GuardSecrets secrets, Func<GuardAddresses> addresses, Wall wall, GuardPages pages, GuardFiles files, OsvDesk advisories, PlainForward forward, Ledger ledger, bool proxiedOnly)
{
    /// <summary>Answers one request; whatever goes wrong in it becomes an answer and a line of the ledger.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error)
        {
            // The request root: an installation must learn that its guard failed, not see a file come through.
            ledger.Fail($"{context.Request.Method} failed in the guard: {error.Message}");
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();

            // A status that no installer repeats: the same request would fail again.
            await new RefusalAnswer(424, "the guard failed", error.Message).WriteAsync(context).ConfigureAwait(false);
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        RequestTarget target = RequestTarget.Of(context, addresses(), proxiedOnly);
        if (target is RequestTarget.Direct)
        {
            ledger.Note("a request reached the guard past its proxy and was refused");
            await new RefusalAnswer(403, "the wall is off", "This guard answers only through the proxy that it set: something removed HTTP_PROXY or added NO_PROXY.")
                .WriteAsync(context).ConfigureAwait(false);
            return;
        }

        if (proxiedOnly && target is RequestTarget.Guarded or RequestTarget.Advisories or RequestTarget.Elsewhere && !secrets.Accepts(context.Request.Headers.ProxyAuthorization))
        {
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"assay\"";
            await new RefusalAnswer(407, "this proxy is for one installation only", "User and token are in the installer's environment.").WriteAsync(context).ConfigureAwait(false);
            return;
        }

        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        switch (target)
        {
            case RequestTarget.Elsewhere elsewhere when wall.Hosts.WhyRefused(elsewhere.Address.IdnHost) is string why:
                ledger.RefuseHost(elsewhere.Address.IdnHost, why);
                await new RefusalAnswer(403, $"{elsewhere.Address.IdnHost} is not reached from here", why).WriteAsync(context).ConfigureAwait(false);
                return;
            case RequestTarget.Elsewhere elsewhere when context.Request.Headers.Accept.ToString().Contains("vnd.pypi.simple", StringComparison.OrdinalIgnoreCase):
                // Whatever else may be reached: a page of packages is asked for here, and that is the guard's own business.
                ledger.RefuseHost(elsewhere.Address.IdnHost, "package indexes are reached through the guard only, and this one was named past it");
                await new RefusalAnswer(403, $"{elsewhere.Address.IdnHost} was asked for packages past the guard", "Name the index in a variable or configuration file, or run 'assay pip' or 'assay uv'.")
                    .WriteAsync(context).ConfigureAwait(false);
                return;
            case RequestTarget.Elsewhere elsewhere:
                ledger.Pass(elsewhere.Address.IdnHost);
                await forward.SendAsync(context, elsewhere.Address).ConfigureAwait(false);
                return;
            case RequestTarget.Advisories question:
                await advisories.AnswerAsync(context, question.Path).ConfigureAwait(false);
                return;
            case RequestTarget.Guarded when !reads:
                context.Response.Headers.Allow = "GET, HEAD";
                await new RefusalAnswer(405, "the guard is only read from", "Publish to the index itself, without the guard.").WriteAsync(context).ConfigureAwait(false);
                return;
            case RequestTarget.Guarded guarded:
                await (pages.Find(guarded) is GuardPages.Request page
                    ? pages.AnswerAsync(context, page)
                    : files.AnswerAsync(context, guarded)).ConfigureAwait(false);
                return;
            default:
                await new RefusalAnswer(404, "nothing is here", "The guard serves the pages and files of the indexes that this command uses.").WriteAsync(context).ConfigureAwait(false);
                return;
        }
    }
}
