using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Engine.Capabilities;

/// <summary>A domain, with all names below it, and what kind of place it is.</summary>
/// <param name="Path">How the path must start for the row to hold.</param>
internal sealed record HostRow(string Domain, HostClass Class, string Path = "");

/// <summary>The table of hosts: what their own pages say they are for. No row comes from a collection of malware.</summary>
internal static class HostTable
{
    /// <summary>Public resolvers, which are known by their addresses.</summary>
    public static readonly FrozenSet<string> NameServers = FrozenSet.Create(
        "8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "114.114.114.114", "223.5.5.5");

    /// <summary>Top-level domains that were or are given away, or nearly so, and lead the published abuse statistics.</summary>
    public static readonly FrozenSet<string> OddTlds = FrozenSet.Create(
        "top", "xyz", "tk", "ml", "ga", "cf", "gq", "icu", "cyou", "cfd", "sbs", "click", "link", "buzz", "rest", "monster", "quest", "bond", "lol",
        "beauty", "hair", "skin", "makeup", "pics", "autos", "boats", "loan", "work", "fit", "surf", "su", "pw", "zip", "mov", "gdn", "stream", "download",
        "racing", "win", "bid", "men", "party", "review", "trade", "date", "cam", "live", "onion");

    /// <summary>Addresses of the metadata services of clouds, as written by the framework.</summary>
    public static readonly FrozenSet<string> MetadataAddresses = FrozenSet.Create(
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "fd00:ec2::254", "fd00:ec2::23", "168.63.129.16", "169.254.0.23", "192.0.0.192", "fd20:ce::254");

    public static ImmutableArray<HostRow> Rows { get; } =
    [
        .. Of(HostClass.Loopback, "localhost", "localhost.localdomain", "ip6-localhost"),
        .. Of(HostClass.CloudMetadata, "metadata.google.internal", "metadata.goog", "metadata.azure.com", "metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com", "metadata.udhcpc.internal", "instance-data.ec2.internal", "metadata.azure.internal"),

        // Chats: a webhook or a bot's token is all that a sender needs.
        new("discord.com", HostClass.Webhook, "/api/webhooks/"),
        new("discordapp.com", HostClass.Webhook, "/api/webhooks/"),
        new("ptb.discord.com", HostClass.Webhook, "/api/webhooks/"),
        new("canary.discord.com", HostClass.Webhook, "/api/webhooks/"),
        new("discord.com", HostClass.Webhook, "/api/v6/webhooks/"),
        new("discord.com", HostClass.Webhook, "/api/v7/webhooks/"),
        new("discord.com", HostClass.Webhook, "/api/v8/webhooks/"),
        new("discord.com", HostClass.Webhook, "/api/v9/webhooks/"),
        new("discord.com", HostClass.Webhook, "/api/v10/webhooks/"),
        new("discordapp.com", HostClass.Webhook, "/api/v9/webhooks/"),
        new("hooks.slack.com", HostClass.Webhook),
        new("slack.com", HostClass.Webhook, "/api/chat.postMessage"),
        new("api.telegram.org", HostClass.Webhook),
        new("api.pushover.net", HostClass.Webhook),
        new("api.pushbullet.com", HostClass.Webhook),
        new("maker.ifttt.com", HostClass.Webhook, "/trigger/"),
        new("hooks.zapier.com", HostClass.Webhook),
        new("qyapi.weixin.qq.com", HostClass.Webhook, "/cgi-bin/webhook/"),
        new("oapi.dingtalk.com", HostClass.Webhook, "/robot/"),
        new("open.feishu.cn", HostClass.Webhook, "/open-apis/bot/"),
        new("chat.googleapis.com", HostClass.Webhook, "/v1/spaces/"),
        new("api.groupme.com", HostClass.Webhook, "/v3/bots/"),
        new("discord.com", HostClass.Ordinary),
        new("slack.com", HostClass.Ordinary),
        .. Of(HostClass.Webhook,
            "webhook.office.com", "outlook.office.com/webhook", "logic.azure.com", "webhook.site", "webhook.cool", "typedwebhook.tools",
            "pipedream.net", "requestbin.com", "requestbin.net", "requestb.in", "requestcatcher.com", "hookbin.com", "beeceptor.com",
            "mockapi.io", "mocky.io", "mockbin.org", "mockbin.io", "postb.in", "putsreq.com", "ptsv2.com", "ptsv3.com", "smee.io", "hookdeck.com",
            "svix.com", "connect.pabbly.com", "webhooks.workato.com", "hooks.airtable.com", "hook.integrately.com", "webhook.app", "hook.eu1.make.com", "hook.us1.make.com",
            "hook.eu2.make.com", "hook.us2.make.com", "integromat.com", "ntfy.sh", "formspree.io", "formsubmit.co", "getform.io", "formcarry.com",
            "usebasin.com", "sheetdb.io", "sheet.best",
            "jsonbin.io", "jsonblob.com", "npoint.io", "extendsclass.com", "kvdb.io", "restdb.io", "keyvalue.immanuel.co", "dweet.io",
            "requestinspector.com", "httpdump.app", "play.svix.com",
            "discohook.org", "api.simplepush.io", "gotify.net", "api.day.app"),

        .. Of(HostClass.Paste,
            "pastebin.com", "pastebin.pl", "rentry.co", "rentry.org", "hastebin.com", "hastebin.skyra.pw", "toptal.com/developers/hastebin",
            "ghostbin.com", "ghostbin.co", "ghostbin.site",
            "gist.githubusercontent.com", "gist.github.com", "paste.ee", "dpaste.com", "dpaste.org", "dpaste.de", "ix.io", "sprunge.us",
            "termbin.com", "controlc.com", "justpaste.it", "pastie.org", "paste.rs",
            "paste.debian.net", "paste.ubuntu.com", "paste.centos.org", "paste.fedoraproject.org", "paste.opensuse.org", "paste.mozilla.org",
            "bpa.st", "bpaste.net", "paste.gg", "pasteio.com",
            "privatebin.net", "privatebin.info", "cl1p.net", "write.as", "telegra.ph", "textbin.net", "throwbin.io", "pastes.io", "snippet.host",
            "nekobin.com", "del.dog", "katb.in",
            "codepad.org", "ideone.com", "pst.klgrth.io", "paste.pics", "doxbin.net", "doxbin.com", "notes.io", "note.ms", "0bin.net", "defuse.ca",
            "friendpaste.com", "hpaste.org", "slexy.org", "zerobin.net", "pastecode.io",
            "sourceb.in", "srcb.in", "starb.in", "heypasteit.com", "kopy.io", "textsave.de", "txt.fyi", "pasted.co", "pastelink.net", "wtools.io"),

        .. Of(HostClass.FileDrop,
            "transfer.sh", "anonfiles.com", "anonfile.com", "anonymfile.com", "bayfiles.com", "gofile.io", "file.io", "catbox.moe",
            "litterbox.catbox.moe", "0x0.st", "tmpfiles.org", "temp.sh", "oshi.at", "bashupload.com",
            "filebin.net", "fileditch.com", "pixeldrain.com", "uguu.se", "pomf.lain.la", "x0.at", "envs.sh", "wetransfer.com", "we.tl",
            "sendspace.com", "mediafire.com", "mega.nz", "mega.co.nz", "zippyshare.com", "workupload.com",
            "ufile.io", "uploadfiles.io", "krakenfiles.com", "qu.ax", "keep.sh", "filetransfer.io", "dropmefiles.com", "upload.ee", "easyupload.io",
            "send-anywhere.com", "sendgb.com", "swisstransfer.com",
            "download.ru", "filedropper.com", "tempfile.me", "tmp.ninja", "tempsend.com", "cdn.discordapp.com", "media.discordapp.net",
            "dl.dropboxusercontent.com", "dl.dropbox.com", "files.fm", "1fichier.com", "bunkr.su",
            "storage.to", "ttm.sh", "wormhole.app", "file.coffee", "up2sha.re", "upload.systems", "i.ibb.co", "api.imgbb.com", "share.riseup.net",
            "tmpfile.link", "limewire.com"),
        new("dropbox.com", HostClass.FileDrop, "/s/"),
        new("dropbox.com", HostClass.FileDrop, "/scl/"),
        new("drive.google.com", HostClass.FileDrop, "/uc"),
        new("onedrive.live.com", HostClass.FileDrop, "/download"),
        new("1drv.ms", HostClass.FileDrop),

        .. Of(HostClass.Tunnel,
            "ngrok.io", "ngrok.app", "ngrok.dev", "ngrok.com", "ngrok-free.app", "ngrok-free.dev", "ngrok.pizza", "trycloudflare.com",
            "cfargotunnel.com", "serveo.net", "serveousercontent.com", "loca.lt", "localtunnel.me", "localtunnel.site", "localhost.run",
            "lhr.life", "lhr.rocks", "lhrtunnel.link", "portmap.io", "portmap.host", "playit.gg", "ply.gg", "joinmc.link", "bore.pub",
            "bore.digital", "pinggy.io", "pinggy.link", "pinggy.online", "telebit.cloud", "packetriot.net", "pktriot.net", "tunnelmole.net",
            "localxpose.io", "loclx.io", "pagekite.me", "beameio.net", "zrok.io", "tunnelto.dev", "tunn.dev", "sish.top", "nport.link", "expose.dev",
            "sharedwithexpose.com", "devtunnels.ms", "tunnels.api.visualstudio.com", "ts.net", "remote.it", "cpolar.cn", "cpolar.top", "natapp.cc",
            "natappfree.cc", "vaiwan.com", "gradio.live", "share.zrok.io", "webhookrelay.com"),

        .. Of(HostClass.Oast,
            "oast.fun", "oast.live", "oast.me", "oast.online", "oast.pro", "oast.site", "oast.today", "interact.sh", "interactsh.com",
            "burpcollaborator.net", "oastify.com", "dnslog.cn", "dnslog.link", "dnslog.store", "dnslog.pw", "ceye.io", "canarytokens.com",
            "canarytokens.org",
            "bxss.me", "bxss.in", "xss.ht", "requestrepo.com", "dnsbin.zhack.ca", "pingb.in", "r87.me", "eyes.sh", "dig.pm"),

        .. Of(HostClass.DynamicDns,
            "duckdns.org", "sslip.io", "nip.io", "xip.io", "traefik.me", "no-ip.org", "no-ip.com", "no-ip.biz", "no-ip.info", "noip.me", "ddns.net",
            "hopto.org", "hopto.me", "zapto.org", "sytes.net", "myftp.org", "myftp.biz", "myvnc.com", "redirectme.net", "servebeer.com",
            "serveblog.net", "servecounterstrike.com", "serveftp.com", "servegame.com",
            "servehalflife.com", "servehttp.com", "serveirc.com", "serveminecraft.net", "servemp3.com", "servepics.com", "servequake.com",
            "bounceme.net", "gotdns.ch", "viewdns.net", "webhop.me", "3utilities.com", "onthewifi.com", "freedynamicdns.net", "freedynamicdns.org",
            "dynu.net", "dynu.com", "freeddns.org", "ddnsfree.com", "ddnsgeek.com", "giize.com",
            "gleeze.com", "kozow.com", "loseyourip.com", "mywire.org", "ooguy.com", "theworkpc.com", "webredirect.org", "accesscam.org",
            "camdvr.org", "casacam.net", "dyndns.org", "dyndns.info", "dyndns.tv", "dynalias.com", "dynalias.net", "homeip.net", "homelinux.com",
            "homelinux.net", "homelinux.org", "homeunix.org", "is-a-geek.com", "selfip.com", "selfip.net", "selfip.org", "mooo.com", "afraid.org",
            "chickenkiller.com",
            "crabdance.com", "ignorelist.com", "jumpingcrab.com", "strangled.net", "twilightparadox.com", "us.to", "changeip.com", "changeip.org",
            "dynamic-dns.net", "dns-dns.com", "ddns.info", "ddns.mobi", "ddns.us", "dnsrd.com", "mrbasic.com", "almostmy.com", "1dumb.com",
            "otzo.com", "ocry.com", "organiccrap.com", "ydns.eu", "spdns.de", "spdns.eu", "nsupdate.info", "dedyn.io", "desec.io", "dnsdynamic.org",
            "dnsexit.com", "linkpc.net", "publicvm.com", "cloudns.cl", "cloudns.nz", "cloudns.ph", "cloudns.asia", "dynv6.net", "v6.rocks",
            "v6.army", "dns.army", "dns.navy", "myqnapcloud.com", "synology.me", "diskstation.me", "i234.me", "myds.me", "dscloud.me", "f3322.net",
            "f3322.org", "3322.org", "pubyun.com", "8866.org", "9966.org", "vicp.net", "oray.net", "gicp.net", "eicp.net", "xicp.net", "iask.in"),

        .. Of(HostClass.IpEcho,
            "ipify.org", "api64.ipify.org", "ifconfig.me", "ifconfig.co", "ifconfig.io", "ifconfig.in", "icanhazip.com", "ipecho.net", "ipinfo.io",
            "ip-api.com", "ipapi.co", "ipapi.com", "ip-api.io", "ipwho.is", "ipwhois.app", "ipwhois.io", "ipgeolocation.io", "ipdata.co",
            "ipstack.com", "freegeoip.app", "freegeoip.net", "freegeoip.live", "geoip-db.com", "geolocation-db.com", "geojs.io", "geoplugin.net",
            "geoiplookup.io",
            "checkip.amazonaws.com", "checkip.dyndns.org", "myip.dnsomatic.com", "myexternalip.com", "wtfismyip.com", "ident.me", "tnedi.me",
            "ip.me", "ip.sb", "api.ip.sb", "ip.42.pl", "ip.seeip.org", "api.my-ip.io", "api.myip.com", "myip.com", "whatismyip.akamai.com",
            "whatismyipaddress.com", "whatismyip.com", "trackip.net", "curlmyip.net", "curlmyip.com", "eth0.me", "l2.io", "ip.tyk.nu", "ipaddr.site",
            "ip.cn", "cip.cc", "myip.ipip.net", "ipip.net", "db-ip.com", "extreme-ip-lookup.com", "ipleak.net", "iplist.cc", "iplocation.net",
            "ip2location.io", "ip2c.org", "httpbin.org/ip", "api.bigdatacloud.net", "reallyfreegeoip.org", "ipinfo.tw", "ipapi.is", "findip.net",
            "jsonip.com", "ip.nf", "ipchicken.com", "diagnostic.opendns.com", "ip.3322.net"),
        new("httpbin.org", HostClass.IpEcho, "/ip"),
        new("httpbin.org", HostClass.Ordinary),

        .. Of(HostClass.Shortener,
            "bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "t.co", "is.gd", "v.gd", "ow.ly", "buff.ly", "cutt.ly", "shorturl.at", "shorturl.asia",
            "rb.gy", "rebrand.ly", "t.ly", "tiny.cc", "tiny.one", "bl.ink", "s.id", "u.to", "clck.ru", "adf.ly", "lnkd.in", "soo.gd", "qps.ru",
            "x.co", "urlz.fr", "shrtco.de", "1url.cz", "2no.co", "iplogger.org", "iplogger.com", "iplogger.co", "iplogger.ru", "grabify.link",
            "yip.su", "ipgrabber.ru", "blasze.com", "maper.info", "ezstat.ru", "dub.sh", "kutt.it", "shorte.st", "da.gd", "git.io", "surl.li",
            "t2m.io", "urlzs.com", "gg.gg", "ouo.io", "linktr.ee", "short.gy", "n9.cl", "tinu.be"),

        .. Of(HostClass.Gateway,
            "icp0.io", "ic0.app", "raw.icp0.io", "ipfs.io", "dweb.link", "cloudflare-ipfs.com", "cf-ipfs.com", "gateway.pinata.cloud",
            "mypinata.cloud", "ipfs.infura.io", "nftstorage.link", "w3s.link", "4everland.io", "ipfs.fleek.co", "fleek.co", "hardbin.com",
            "crustwebsites.net", "arweave.net", "ar.io", "arweave.dev", "g8way.io", "eth.limo", "eth.link", "onion.ly", "onion.to", "onion.ws",
            "onion.pet", "onion.cab", "tor2web.org", "tor2web.io", "darknet.to", "i2p.to"),

        .. Of(HostClass.FreeHosting,
            "vercel.app", "now.sh", "herokuapp.com", "glitch.me", "repl.co", "replit.app", "replit.dev", "onrender.com", "pythonanywhere.com",
            "workers.dev", "netlify.app", "netlify.com", "pages.dev", "firebaseio.com", "firebaseapp.com", "web.app", "appspot.com",
            "cloudfunctions.net", "run.app", "railway.app", "up.railway.app", "fly.dev", "deno.dev", "deno.net", "surge.sh", "000webhostapp.com",
            "infinityfreeapp.com", "epizy.com", "rf.gd", "42web.io", "byethost.com", "freehosting.com", "awardspace.net", "atwebpages.com",
            "mygamesonline.org", "sportsontheweb.net", "medianewsonline.com", "onlinewebshop.net", "cyclic.app", "cyclic.sh", "adaptable.app",
            "koyeb.app", "northflank.app", "zeabur.app", "back4app.io", "b4a.run", "b4a.app", "supabase.co", "supabase.in", "backendless.app",
            "azurewebsites.net", "azurestaticapps.net", "azurefd.net", "blob.core.windows.net", "on.aws", "awsapprunner.com", "elasticbeanstalk.com",
            "ondigitalocean.app", "wixsite.com", "weebly.com", "wordpress.com", "blogspot.com", "tistory.com", "carrd.co", "webflow.io",
            "bubbleapps.io", "codesandbox.io", "csb.app", "stackblitz.io", "webcontainer.io", "codespaces.dev", "app.github.dev", "gitpod.io",
            "val.run", "web.val.run", "hf.space", "streamlit.app", "anvil.app", "trinket.io", "tiiny.site", "neocities.org", "biz.nf",
            "altervista.org", "my.id", "eu.org", "pp.ua", "serv00.net", "alwaysdata.net", "deta.dev", "deta.app", "leapcell.dev", "ct.ws",
            "lovable.app", "bolt.host"),

        .. Of(HostClass.CodeHost,
            "github.com", "api.github.com", "codeload.github.com", "raw.githubusercontent.com", "objects.githubusercontent.com",
            "release-assets.githubusercontent.com", "githubusercontent.com", "github.io", "gitlab.com", "gitlab.io", "bitbucket.org", "codeberg.org",
            "sr.ht", "sourceforge.net", "dl.sourceforge.net", "launchpad.net", "savannah.gnu.org", "gitee.com", "dev.azure.com", "visualstudio.com",
            "salsa.debian.org", "gitlab.freedesktop.org", "gitlab.gnome.org", "pagure.io", "notabug.org", "gitea.com", "huggingface.co"),
        .. Of(HostClass.PackageIndex,
            "pypi.org", "files.pythonhosted.org", "pythonhosted.org", "test.pypi.org", "upload.pypi.org", "pypi.python.org", "registry.npmjs.org",
            "npmjs.org", "npmjs.com", "crates.io", "static.crates.io", "rubygems.org", "conda.anaconda.org", "repo.anaconda.com", "anaconda.org",
            "proxy.golang.org", "repo.maven.apache.org", "repo1.maven.org", "packages.microsoft.com", "nuget.org", "deb.debian.org",
            "archive.ubuntu.com", "download.pytorch.org", "ghcr.io", "quay.io", "pkg.dev", "bootstrap.pypa.io", "python.org", "pypa.io"),

        // Where well-known libraries and compilers are published by those who make them.
        .. Of(HostClass.PackageIndex,
            "openssl.org", "openssl-library.org", "zlib.net", "sqlite.org", "ftp.gnu.org", "ftpmirror.gnu.org", "kernel.org", "sourceware.org",
            "archives.boost.io", "downloads.apache.org", "archive.apache.org", "download.gnome.org", "download.qt.io", "nodejs.org", "go.dev",
            "static.rust-lang.org", "releases.llvm.org", "cmake.org", "ffmpeg.org", "curl.se", "libsdl.org", "developer.download.nvidia.com"),
    ];

    /// <summary>True for hosts that give out the files of a repository's branches as they are: sources, not what is handed out to users.</summary>
    public static bool ServesBranches(string host) => host == "raw.githubusercontent.com";

    /// <summary>How much a class says by itself.</summary>
    public static HostWeight WeightOf(HostClass known) => known switch
    {
        HostClass.Loopback or HostClass.CodeHost or HostClass.PackageIndex => HostWeight.None,
        HostClass.None or HostClass.Unknown or HostClass.Ordinary or HostClass.Private => HostWeight.Neutral,
        HostClass.FreeHosting or HostClass.OddTld or HostClass.IpEcho or HostClass.Shortener or HostClass.Gateway => HostWeight.Weak,
        _ => HostWeight.Strong,
    };

    private static IEnumerable<HostRow> Of(HostClass known, params string[] domains)
    {
        foreach (string domain in domains)
        {
            int slash = domain.IndexOf('/', StringComparison.Ordinal);
            yield return slash < 0 ? new HostRow(domain, known) : new HostRow(domain[..slash], known, domain[slash..]);
        }
    }
}
