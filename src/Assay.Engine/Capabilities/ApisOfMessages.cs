using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Chats, bots, and services that take files.</summary>
internal static class ApisOfMessages
{
    private const string Telegram = "https://api.telegram.org";
    private const string Discord = "https://discord.com/api/webhooks/";
    private const string Slack = "https://hooks.slack.com";
    private const string Boto = "boto3/s3";

    private static readonly FrozenSet<string> s_bots = FrozenSet.Create(
        "discord.Client().run", "discord.Bot().run", "discord.ext.commands.Bot().run", "telebot.TeleBot", "telegram.Bot", "telegram.ext.Application.builder().token",
        "telegram.ext.ApplicationBuilder().token", "aiogram.Bot", "telethon.TelegramClient().start", "pyrogram.Client", "telepot.Bot", "slack_bolt.App");

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("discord.SyncWebhook().send", Send, "self", "discord.py/api"),
        new("discord.Webhook().send", Send, "self", "discord.py/api"),
        new("discord.Webhook.partial", Connect, null, "discord.py/api") { Returns = "discord.Webhook()", Address = Discord },
        new("discord_webhook.DiscordWebhook().add_file", Send, "self", "discord-webhook") { Data = "0|file" },
        new("discord_webhook.DiscordWebhook().add_embed", Send, "self", "discord-webhook") { Data = "0|embed" },
        new("discord_webhook.DiscordWebhook().execute", Send, "self", "discord-webhook") { Data = "self" },
        new("dhooks.Webhook().send", Send, "self", "dhooks"),
        new("dhooks_lite.Webhook().execute", Send, "self", "dhooks-lite"),
        new("discordwebhook.Discord().post", Send, "self", "discordwebhook"),
        new("discord.Client().run", Connect, null, "discord.py/api") { Yields = Labels.Received, Address = "https://discord.com/api/" },
        new("discord.Bot().run", Connect, null, "py-cord") { Yields = Labels.Received, Address = "https://discord.com/api/" },
        new("discord.ext.commands.Bot().run", Connect, null, "discord.py/ext") { Yields = Labels.Received, Address = "https://discord.com/api/" },

        new("telebot.TeleBot", Connect, null, "pytelegrambotapi") { Address = Telegram },
        .. Sends("telebot.TeleBot()", Telegram, "pytelegrambotapi", "1|text|document|photo", "send_message", "send_document", "send_photo", "send_video", "send_audio", "send_media_group", "reply_to"),
        new("telebot.TeleBot().get_updates", Fetch, null, "pytelegrambotapi") { Yields = Labels.Received, Address = Telegram },
        new("telebot.TeleBot().polling", Fetch, null, "pytelegrambotapi") { Yields = Labels.Received, Address = Telegram },
        new("telebot.TeleBot().infinity_polling", Fetch, null, "pytelegrambotapi") { Yields = Labels.Received, Address = Telegram },
        new("telegram.ext.Application.builder().token", Connect, null, "python-telegram-bot"),
        new("telegram.ext.ApplicationBuilder().token", Connect, null, "python-telegram-bot"),
        new("aiogram.Bot", Connect, null, "aiogram"),
        new("telethon.TelegramClient().start", Connect, null, "telethon"),
        new("pyrogram.Client", Connect, null, "pyrogram"),
        new("telepot.Bot", Connect, null, "telepot"),
        new("slack_bolt.App", Connect, null, "slack-bolt"),
        new("telegram.Bot", Connect, null, "python-telegram-bot") { Address = Telegram },
        .. Sends("telegram.Bot()", Telegram, "python-telegram-bot", "1|text|document|photo", "send_message", "send_document", "send_photo", "send_video", "sendMessage", "sendDocument", "sendPhoto"),
        new("telegram.Bot().get_updates", Fetch, null, "python-telegram-bot") { Yields = Labels.Received, Address = Telegram },
        .. Sends("aiogram.Bot()", Telegram, "aiogram", "1|text|document|photo", "send_message", "send_document", "send_photo"),
        .. Sends("telethon.TelegramClient()", Telegram, "telethon", "1|message|file", "send_message", "send_file"),
        .. Sends("telethon.sync.TelegramClient()", Telegram, "telethon", "1|message|file", "send_message", "send_file"),
        .. Sends("pyrogram.Client()", Telegram, "pyrogram", "1|text|document|photo", "send_message", "send_document", "send_photo"),
        .. Sends("telegram_send", Telegram, "telegram-send", null, "send"),
        .. Sends("telepot.Bot()", Telegram, "telepot", "1|text|document|photo", "sendMessage", "sendDocument", "sendPhoto"),
        .. Sends("slack_sdk.WebClient()", Slack, "slack-sdk", null, "chat_postMessage", "files_upload", "files_upload_v2", "api_call"),
        new("slack_sdk.webhook.WebhookClient().send", Send, "self", "slack-sdk"),
        .. Sends("slack.WebClient()", Slack, "slack-sdk", null, "chat_postMessage", "files_upload"),
        .. Sends("slackclient.SlackClient()", Slack, "slackclient", null, "api_call"),
        new("pymsteams.connectorcard().send", Send, "self", "pymsteams") { Data = "self" },
        new("matrix_client.client.MatrixClient", Connect, "0|base_url", "matrix-client") { Yields = Labels.Received },
        new("nio.AsyncClient", Connect, "0|homeserver", "matrix-nio") { Yields = Labels.Received },
        .. Sends("tweepy.API()", "https://api.twitter.com", "tweepy", "0|status", "update_status", "send_direct_message"),
        .. Sends("praw.Reddit()", "https://www.reddit.com", "praw", null, "submit"),
        .. Sends("twilio.rest.Client().messages", "https://api.twilio.com", "twilio", null, "create"),
        .. Sends("sendgrid.SendGridAPIClient()", "https://api.sendgrid.com", "sendgrid", null, "send"),
        .. Sends("notify_run.Notify()", "https://notify.run", "notify-run", null, "send"),
        .. Sends("apprise.Apprise()", "", "apprise", null, "notify"),
        new("irc.client.Reactor().server().connect", Connect, "0|server", "irc") { Yields = Labels.Received },
        new("sleekxmpp.ClientXMPP().connect", Connect, "0|address", "sleekxmpp") { Yields = Labels.Received },

        // Services that keep files or rows.
        new("boto3.client().upload_file", Send, "1|Bucket", Boto) { ReadsFrom = "0|Filename", Data = "0|Filename" },
        new("boto3.client().upload_fileobj", Send, "1|Bucket", Boto) { Data = "0|Fileobj" },
        new("boto3.client().put_object", Send, "Bucket", Boto) { Data = "Body" },
        new("boto3.client().send_message", Send, "QueueUrl", "boto3/sqs") { Data = "MessageBody" },
        new("boto3.client().invoke", Send, "FunctionName", "boto3/lambda") { Data = "Payload" },
        new("boto3.client().get_secret_value", ReadStore, "SecretId", "boto3/secretsmanager") { Yields = Labels.Keyring },
        new("boto3.client().get_parameter", ReadStore, "Name", "boto3/ssm") { Yields = Labels.Keyring },
        new("boto3.client().assume_role", ReadStore, "RoleArn", "boto3/sts") { Yields = Labels.CloudIdentity },
        new("boto3.client().get_caller_identity", ReadHostInfo, null, "boto3/sts") { Yields = Labels.HostInfo },
        new("boto3.Session().get_credentials", ReadStore, null, "boto3/core") { Yields = Labels.CloudIdentity },
        new("botocore.session.Session().get_credentials", ReadStore, null, "botocore") { Yields = Labels.CloudIdentity },
        new("google.auth.default", ReadStore, null, "google-auth") { Yields = Labels.CloudIdentity },
        new("azure.identity.DefaultAzureCredential().get_token", ReadStore, null, "azure-identity") { Yields = Labels.CloudIdentity },
        new("google.cloud.storage.Client().bucket().blob().upload_from_filename", Send, null, "google-cloud-storage") { ReadsFrom = "0|filename", Data = "0|filename" },
        new("google.cloud.storage.Client().bucket().blob().upload_from_string", Send, null, "google-cloud-storage") { Data = "0|data" },
        new("dropbox.Dropbox().files_upload", Send, "1|path", "dropbox") { Data = "0|f", Address = "https://content.dropboxapi.com" },
        new("gofilepy.gofile_upload", Send, null, "gofilepy") { Address = "https://gofile.io" },
        new("anonfile.AnonFile().upload", Send, null, "anonfile") { ReadsFrom = "0|path", Address = "https://anonfiles.com" },
        new("pastebin.PastebinAPI().paste", Send, null, "pastebin") { Address = "https://pastebin.com" },
        new("mega.Mega().login().upload", Send, null, "mega.py") { ReadsFrom = "0|filename", Address = "https://mega.nz" },
        new("gspread.service_account().open().sheet1.append_row", Send, null, "gspread") { Address = "https://sheets.googleapis.com" },
        new("firebase_admin.db.reference().push", Send, null, "firebase-admin") { Data = "0|value", Address = "https://firebaseio.com" },
        new("firebase_admin.db.reference().set", Send, null, "firebase-admin") { Data = "0|value", Address = "https://firebaseio.com" },
        new("pyrebase.initialize_app().storage().child().put", Send, null, "pyrebase") { Data = "0", Address = "https://firebaseio.com" },
        new("sentry_sdk.init", Connect, "0|dsn", "sentry-sdk"),
        new("sentry_sdk.capture_message", Send, null, "sentry-sdk") { Data = "0|message", Address = "https://sentry.io" },
        new("posthog.capture", Send, null, "posthog") { Address = "https://posthog.com" },
        new("mixpanel.Mixpanel().track", Send, null, "mixpanel") { Address = "https://api.mixpanel.com" },
        new("segment.analytics.track", Send, null, "segment") { Address = "https://api.segment.io" },
        new("logging.handlers.HTTPHandler", Connect, "0|host", "library/logging.handlers"),
        new("logging.handlers.SocketHandler", Connect, "0|host", "library/logging.handlers"),
        new("logging.handlers.SysLogHandler", Connect, "0|address", "library/logging.handlers"),
        new("logging.handlers.SMTPHandler", Connect, "0|mailhost", "library/logging.handlers"),
    ];

    /// <summary>True for what a bot is given its token by.</summary>
    public static bool IsBot(string api) => s_bots.Contains(api);

    private static IEnumerable<CatalogueEntry> Sends(string bot, string address, string source, string? data, params string[] methods) =>
        methods.Select(method => new CatalogueEntry($"{bot}.{method}", Send, null, source) { Data = data, Address = address });
}
