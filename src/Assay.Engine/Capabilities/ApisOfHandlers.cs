using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>
/// How a program hears what somebody else says: decorators and registrations that hand a chat's message or a request to a function, methods
/// that a framework calls with it, and what a web server's request holds.
/// </summary>
internal static class ApisOfHandlers
{
    private static readonly string[] s_discords = ["discord", "nextcord", "disnake"];

    private static readonly string[] s_discordClients =
        ["Client", "AutoShardedClient", "Bot", "ext.commands.Bot", "ext.commands.AutoShardedBot", "ext.commands.InteractionBot"];

    private static readonly string[] s_discordDecorators =
        ["event", "listen()", "command()", "hybrid_command()", "slash_command()", "user_command()", "message_command()", "tree.command()", "group()"];

    private static readonly string[] s_requestParts =
        [
            "json", "data", "query_string", "body", "get_json", "get_data", "stream.read", "json.get", "json[]",
            .. ((string[])["args", "form", "values", "headers", "cookies", "files", "query", "forms", "params"]).SelectMany(static part => (string[])[part, $"{part}.get", $"{part}[]"]),
        ];

    private static readonly string[] s_handlerParts = ["path", "headers", "rfile", "rfile.read", "rfile.readline", "requestline"];

    private static readonly string[] s_redis = ["redis.Redis()", "redis.StrictRedis()", "redis.from_url()", "redis.Redis.from_url()"];

    public static IEnumerable<KnownApi> Rows =>
    [
        .. s_discords.SelectMany(OfDiscord),

        // Telegram, by its several libraries.
        .. Hears("telebot.TeleBot()", "message_handler()", "channel_post_handler()", "callback_query_handler()", "inline_handler()", "register_message_handler", "register_next_step_handler", "set_update_listener"),
        .. Hears("telebot.async_telebot.AsyncTeleBot()", "message_handler()", "register_message_handler"),
        .. Hears("telegram.ext", "MessageHandler", "CommandHandler", "CallbackQueryHandler", "StringCommandHandler", "PrefixHandler", "ConversationHandler"),
        .. Hears("aiogram.Dispatcher()", "message_handler()", "message()", "callback_query()", "message.register", "register_message_handler"),
        .. Hears("aiogram.dispatcher.Dispatcher()", "message_handler()", "register_message_handler"),
        .. Hears("aiogram.Router()", "message()", "callback_query()"),
        .. Hears("telethon.TelegramClient()", "on()", "add_event_handler"),
        .. Hears("telethon.sync.TelegramClient()", "on()", "add_event_handler"),
        .. Hears("pyrogram.Client()", "on_message()", "on_callback_query()", "add_handler"),
        .. Hears("pyrogram.Client", "on_message()"),
        .. Hears("pyrogram.handlers", "MessageHandler"),
        .. Hears("telepot.loop.MessageLoop()", "run_as_thread"),
        .. Hears("telepot.loop", "MessageLoop"),
        .. Hears("telepot.Bot()", "message_loop"),

        // Other chats, queues and events.
        .. Hears("slack_bolt.App()", "event()", "message()", "command()", "action()"),
        .. Hears("socketio.Client()", "event", "on()", "on"),
        .. Hears("socketio.AsyncClient()", "event", "on()", "on"),
        .. Hears("paho.mqtt.client.Client()", "message_callback_add", "on_message"),
        .. Hears("pika.BlockingConnection().channel()", "basic_consume"),
        .. Hears("pusher.Pusher().channel()", "bind"),

        // What a request holds.
        .. Holds("flask.request", s_requestParts),
        .. Holds("bottle.request", s_requestParts),
        .. Holds("http.server.BaseHTTPRequestHandler()", s_handlerParts),
        .. Holds("http.server.SimpleHTTPRequestHandler()", s_handlerParts),
        .. Holds("BaseHTTPServer.BaseHTTPRequestHandler()", s_handlerParts),
        .. Holds("socketserver.BaseRequestHandler()", "request.recv"),
        .. Holds("socketserver.StreamRequestHandler()", "request.recv", "rfile.readline", "rfile.read", "rfile"),
        .. Holds("SocketServer.BaseRequestHandler()", "request.recv"),
        .. Holds("SocketServer.StreamRequestHandler()", "request.recv", "rfile.readline", "rfile.read", "rfile"),

        // What another program put into a queue.
        .. s_redis.SelectMany(static client => Holds(client, "blpop", "brpop", "lpop", "rpop", "pubsub().listen", "pubsub().get_message")),
    ];

    private static IEnumerable<KnownApi> OfDiscord(string library)
    {
        foreach (string client in s_discordClients)
        {
            string name = $"{library}.{client}";
            yield return new KnownApi(name);
            yield return new KnownApi($"{name}.on_message") { Feeds = Labels.Received };
            foreach (string decorator in s_discordDecorators)
            {
                yield return new KnownApi($"{name}().{decorator}") { Feeds = Labels.Received };
            }
        }

        yield return new KnownApi($"{library}.ext.commands.command()") { Feeds = Labels.Received };
        yield return new KnownApi($"{library}.ext.commands.Cog.listener()") { Feeds = Labels.Received };
        yield return new KnownApi($"{library}.app_commands.command()") { Feeds = Labels.Received };
    }

    // Also where it is read as an attribute, without a call.
    private static IEnumerable<KnownApi> Holds(string owner, params string[] parts) =>
        parts.Select(part => new KnownApi($"{owner}.{part}") { Yields = Labels.Received, IsRead = true });

    private static IEnumerable<KnownApi> Hears(string owner, params string[] names) =>
        names.Select(name => new KnownApi($"{owner}.{name}") { Feeds = Labels.Received });
}
