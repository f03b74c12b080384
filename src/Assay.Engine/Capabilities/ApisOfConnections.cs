using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Sockets, servers, names, and protocols other than HTTP.</summary>
internal static class ApisOfConnections
{
    private const string Socket = "library/socket";
    private const string Smtplib = "library/smtplib";
    private const string Ftplib = "library/ftplib";
    private const string Streams = "library/asyncio-stream";
    private const string Paramiko = "paramiko/api";
    private const string Scapy = "scapy/api";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("socket.create_connection", Connect, "0|address", Socket) { Returns = "socket.socket()" },
        new("socket.create_server", Listen, "0|address", Socket) { Returns = "socket.socket()" },
        new("socket.gethostbyname", Resolve, "0", Socket),
        new("socket.gethostbyname_ex", Resolve, "0", Socket),
        new("socket.gethostbyaddr", Resolve, "0", Socket),
        new("socket.getaddrinfo", Resolve, "0|host", Socket),
        new("socket.getnameinfo", Resolve, "0", Socket),
        .. OfSocket("socket.socket()"),
        .. OfSocket("socket.socket()[]", "socket.socket()"),
        .. OfSocket("socket.socket().accept()[]", "socket.socket()"),
        .. OfSocket("socket._socketobject()", "socket.socket()"),
        .. OfSocket("socket.SocketType()", "socket.socket()"),
        .. OfSocket("gevent.socket.socket()", "socket.socket()"),
        .. OfSocket("eventlet.green.socket.socket()", "socket.socket()"),
        .. OfSocket("socks.socksocket()", "socket.socket()"),
        .. OfSocket("ssl.SSLSocket()", "socket.socket()"),
        new("ssl.wrap_socket", Connect, "0|sock", "library/ssl") { Returns = "socket.socket()" },
        new("ssl.SSLContext().wrap_socket", Connect, "0|sock", "library/ssl") { Returns = "socket.socket()" },
        new("ssl.get_server_certificate", Connect, "0|addr", "library/ssl"),
        new("gevent.socket.create_connection", Connect, "0|address", "gevent/socket") { SameAs = "socket.create_connection" },
        new("eventlet.connect", Connect, "0|addr", "eventlet/basic_usage") { Returns = "socket.socket()" },
        new("eventlet.listen", Listen, "0|addr", "eventlet/basic_usage"),
        new("asyncio.open_connection", Connect, "0*", Streams),
        new("asyncio.open_unix_connection", Connect, "0|path", Streams),
        new("asyncio.open_connection()[].write", Send, "self", Streams) { Data = "0|data" },
        new("asyncio.open_connection()[].writelines", Send, "self", Streams) { Data = "0|data" },
        new("asyncio.open_connection()[].read", Fetch, "self", Streams) { Yields = Labels.Received },
        new("asyncio.open_connection()[].readline", Fetch, "self", Streams) { Yields = Labels.Received },
        new("asyncio.open_connection()[].readexactly", Fetch, "self", Streams) { Yields = Labels.Received },
        new("asyncio.start_server", Listen, "1|host", Streams) { Invokes = ["0|client_connected_cb"], Feeds = Labels.Received },
        new("asyncio.get_event_loop().create_connection", Connect, "1|host", "library/asyncio-eventloop"),
        new("asyncio.get_event_loop().create_server", Listen, "1|host", "library/asyncio-eventloop"),
        new("asyncio.get_event_loop().sock_connect", Connect, "1|address", "library/asyncio-eventloop"),
        new("asyncio.get_event_loop().sock_sendall", Send, null, "library/asyncio-eventloop") { Data = "1|data" },
        new("asyncio.get_event_loop().create_datagram_endpoint", Connect, "remote_addr", "library/asyncio-eventloop"),

        // Servers.
        new("socketserver.TCPServer", Listen, "0|server_address", "library/socketserver") { Invokes = ["1|RequestHandlerClass"] },
        new("socketserver.ThreadingTCPServer", Listen, "0|server_address", "library/socketserver") { Invokes = ["1|RequestHandlerClass"] },
        new("socketserver.UDPServer", Listen, "0|server_address", "library/socketserver") { Invokes = ["1|RequestHandlerClass"] },
        new("SocketServer.TCPServer", Listen, "0", "2.7/library/socketserver") { SameAs = "socketserver.TCPServer" },
        new("SocketServer.ThreadingTCPServer", Listen, "0", "2.7/library/socketserver") { SameAs = "socketserver.ThreadingTCPServer" },
        new("http.server.HTTPServer", Listen, "0|server_address", "library/http.server") { Invokes = ["1|RequestHandlerClass"] },
        new("http.server.ThreadingHTTPServer", Listen, "0|server_address", "library/http.server") { Invokes = ["1|RequestHandlerClass"] },
        new("BaseHTTPServer.HTTPServer", Listen, "0", "2.7/library/basehttpserver") { SameAs = "http.server.HTTPServer" },
        new("wsgiref.simple_server.make_server", Listen, "0|host", "library/wsgiref") { Invokes = ["2|app"] },
        new("xmlrpc.server.SimpleXMLRPCServer", Listen, "0|addr", "library/xmlrpc.server"),
        new("multiprocessing.connection.Listener", Listen, "0|address", "library/multiprocessing"),
        new("multiprocessing.connection.Client", Connect, "0|address", "library/multiprocessing") { Yields = Labels.Received },
        new("multiprocessing.managers.BaseManager", Listen, "0|address", "library/multiprocessing"),
        new("asyncore.dispatcher().connect", Connect, "0|address", "3.11/library/asyncore"),
        new("asyncore.dispatcher().bind", Listen, "0|addr", "3.11/library/asyncore"),
        new("flask.Flask().run", Listen, "0|host", "flask/api"),
        new("uvicorn.run", Listen, "host", "uvicorn"),
        new("aiohttp.web.run_app", Listen, "host", "aiohttp/web_reference"),
        new("rpyc.utils.server.ThreadedServer", Listen, "hostname", "rpyc"),
        new("rpyc.connect", Connect, "0|host", "rpyc") { Yields = Labels.Received },
        new("rpyc.classic.connect", Connect, "0|host", "rpyc") { Yields = Labels.Received },
        new("Pyro5.api.Proxy", Connect, "0|uri", "pyro5") { Yields = Labels.Received },

        // Mail, files, terminals.
        new("smtplib.SMTP", Connect, "0|host", Smtplib),
        new("smtplib.SMTP_SSL", Connect, "0|host", Smtplib) { Returns = "smtplib.SMTP()" },
        new("smtplib.LMTP", Connect, "0|host", Smtplib) { Returns = "smtplib.SMTP()" },
        new("smtplib.SMTP().connect", Connect, "0|host", Smtplib),
        new("smtplib.SMTP().sendmail", Send, "self", Smtplib) { Data = "2|msg" },
        new("smtplib.SMTP().send_message", Send, "self", Smtplib) { Data = "0|msg" },
        new("aiosmtplib.send", Send, "hostname", "aiosmtplib") { Data = "0|message" },
        new("yagmail.SMTP().send", Send, null, "yagmail") { Address = "smtp.gmail.com" },
        new("redmail.EmailSender().send", Send, null, "redmail"),
        new("imaplib.IMAP4", Connect, "0|host", "library/imaplib"),
        new("imaplib.IMAP4_SSL", Connect, "0|host", "library/imaplib") { Returns = "imaplib.IMAP4()" },
        new("imaplib.IMAP4().fetch", Fetch, "self", "library/imaplib") { Yields = Labels.Received },
        new("imaplib.IMAP4().append", Send, "self", "library/imaplib") { Data = "3|message" },
        new("poplib.POP3", Connect, "0|host", "library/poplib"),
        new("poplib.POP3_SSL", Connect, "0|host", "library/poplib") { Returns = "poplib.POP3()" },
        new("poplib.POP3().retr", Fetch, "self", "library/poplib") { Yields = Labels.Received },
        new("nntplib.NNTP", Connect, "0|host", "3.12/library/nntplib") { Yields = Labels.Received },
        new("ftplib.FTP", Connect, "0|host", Ftplib),
        new("ftplib.FTP_TLS", Connect, "0|host", Ftplib) { Returns = "ftplib.FTP()" },
        new("ftplib.FTP().connect", Connect, "0|host", Ftplib),
        new("ftplib.FTP().storbinary", Send, "self", Ftplib) { Data = "0|cmd|1|fp" },
        new("ftplib.FTP().storlines", Send, "self", Ftplib) { Data = "0|cmd|1|fp" },
        new("ftplib.FTP().retrbinary", Fetch, "self", Ftplib) { Yields = Labels.Downloaded, Invokes = ["1|callback"] },
        new("ftplib.FTP().retrlines", Fetch, "self", Ftplib) { Yields = Labels.Downloaded, Invokes = ["1|callback"] },
        new("telnetlib.Telnet", Connect, "0|host", "3.12/library/telnetlib") { Yields = Labels.Received },
        new("telnetlib.Telnet().write", Send, "self", "3.12/library/telnetlib") { Data = "0|buffer" },
        new("paramiko.SSHClient().connect", Connect, "0|hostname", Paramiko),
        new("paramiko.SSHClient().exec_command", Send, "self", Paramiko) { Data = "0|command", Yields = Labels.Received },
        new("paramiko.Transport", Connect, "0|sock", Paramiko),
        new("paramiko.SFTPClient.from_transport", Connect, "0|t", Paramiko) { Returns = "paramiko.SFTPClient()" },
        new("paramiko.SSHClient().open_sftp", Connect, "self", Paramiko) { Returns = "paramiko.SFTPClient()" },
        new("paramiko.SFTPClient().put", Send, "1|remotepath", Paramiko) { ReadsFrom = "0|localpath", Data = "0|localpath" },
        new("paramiko.SFTPClient().putfo", Send, "1|remotepath", Paramiko) { Data = "0|fl" },
        new("paramiko.SFTPClient().get", Fetch, "0|remotepath", Paramiko) { Yields = Labels.Downloaded, WritesTo = "1|localpath", Also = WriteFile },
        new("asyncssh.connect", Connect, "0|host", "asyncssh/api") { Yields = Labels.Received },
        new("fabric.Connection", Connect, "0|host", "fabric/api/connection"),
        new("fabric.Connection().run", Send, "self", "fabric/api/connection") { Data = "0|command", Yields = Labels.Received },
        new("fabric.Connection().put", Send, "self", "fabric/api/connection") { ReadsFrom = "0|local", Data = "0|local" },
        new("pysftp.Connection", Connect, "0|host", "pysftp"),
        new("pysftp.Connection().put", Send, "self", "pysftp") { ReadsFrom = "0|localpath", Data = "0|localpath" },

        // Web sockets, queues.
        new("websocket.create_connection", Connect, "0|url", "websocket-client") { Returns = "websocket.WebSocket()", Yields = Labels.Received },
        new("websocket.WebSocket().connect", Connect, "0|url", "websocket-client"),
        new("websocket.WebSocket().send", Send, "self", "websocket-client") { Data = "0|payload" },
        new("websocket.WebSocket().send_str", Send, "self", "aiohttp/client_reference") { Data = "0|data" },
        new("websocket.WebSocket().send_json", Send, "self", "aiohttp/client_reference") { Data = "0|data" },
        new("websocket.WebSocket().recv", Fetch, "self", "websocket-client") { Yields = Labels.Received },
        new("websocket.WebSocket().receive", Fetch, "self", "aiohttp/client_reference") { Yields = Labels.Received },
        new("websocket.WebSocketApp", Connect, "0|url", "websocket-client") { Invokes = ["on_open", "on_message", "on_error", "on_close"], Feeds = Labels.Received },
        new("websockets.connect", Connect, "0|uri", "websockets/reference") { Returns = "websocket.WebSocket()", Yields = Labels.Received },
        new("websockets.client.connect", Connect, "0|uri", "websockets/reference") { SameAs = "websockets.connect" },
        new("websockets.sync.client.connect", Connect, "0|uri", "websockets/reference") { SameAs = "websockets.connect" },
        new("websockets.serve", Listen, "1|host", "websockets/reference") { Invokes = ["0|handler"] },
        new("socketio.Client().connect", Connect, "0|url", "python-socketio") { Yields = Labels.Received },
        new("socketio.Client().emit", Send, "0|event", "python-socketio") { Data = "1|data" },
        new("socketio.AsyncClient().connect", Connect, "0|url", "python-socketio") { Yields = Labels.Received },
        new("paho.mqtt.client.Client().connect", Connect, "0|host", "paho-mqtt"),
        new("paho.mqtt.client.Client().publish", Send, "0|topic", "paho-mqtt") { Data = "1|payload" },
        new("paho.mqtt.publish.single", Send, "hostname", "paho-mqtt") { Data = "1|payload" },
        new("zmq.Context().socket().connect", Connect, "0|addr", "pyzmq/api") { Yields = Labels.Received },
        new("zmq.Context().socket().bind", Listen, "0|addr", "pyzmq/api"),
        new("zmq.Context().socket().send", Send, null, "pyzmq/api") { Data = "0|data" },
        new("pika.BlockingConnection", Connect, "0|parameters", "pika") { Yields = Labels.Received },
        new("nats.connect", Connect, "0|servers", "nats-py") { Yields = Labels.Received },
        new("grpc.insecure_channel", Connect, "0|target", "grpc/python"),
        new("grpc.secure_channel", Connect, "0|target", "grpc/python"),
        new("redis.Redis", Connect, "0|host", "redis-py"),
        new("pymongo.MongoClient", Connect, "0|host", "pymongo/api"),
        new("psycopg2.connect", Connect, "host|0|dsn", "psycopg2"),
        new("pymysql.connect", Connect, "0|host", "pymysql"),
        new("mysql.connector.connect", Connect, "host", "mysql-connector"),

        // Names and packets.
        new("dns.resolver.resolve", Resolve, "0|qname", "dnspython") { Yields = Labels.Received },
        new("dns.resolver.query", Resolve, "0|qname", "dnspython") { Yields = Labels.Received },
        new("dns.resolver.Resolver().resolve", Resolve, "0|qname", "dnspython") { Yields = Labels.Received },
        new("dns.resolver.Resolver().query", Resolve, "0|qname", "dnspython") { Yields = Labels.Received },
        new("dns.query.udp", Send, "1|where", "dnspython") { Data = "0|q", Yields = Labels.Received },
        new("dns.query.tcp", Send, "1|where", "dnspython") { Data = "0|q", Yields = Labels.Received },
        new("dns.query.https", Send, "1|where", "dnspython") { Data = "0|q", Yields = Labels.Received },
        new("aiodns.DNSResolver().query", Resolve, "0|host", "aiodns") { Yields = Labels.Received },
        new("scapy.all.send", Send, null, Scapy),
        new("scapy.all.sendp", Send, null, Scapy),
        new("scapy.all.sr1", Send, null, Scapy) { Yields = Labels.Received },
        new("scapy.all.sr", Send, null, Scapy) { Yields = Labels.Received },
        new("scapy.all.sniff", Listen, null, Scapy) { Yields = Labels.Received, Invokes = ["prn"] },
        new("scapy.sendrecv.send", Send, null, Scapy) { SameAs = "scapy.all.send" },
        new("scapy.send", Send, null, Scapy) { SameAs = "scapy.all.send" },
        new("ping3.ping", Resolve, "0|dest_addr", "ping3"),
        new("miniupnpc.UPnP().addportmapping", Listen, "0", "miniupnpc"),
        new("pyngrok.ngrok.connect", Listen, "0|addr", "pyngrok") { Address = "https://ngrok.com" },
        new("stem.process.launch_tor_with_config", Spawn, null, "stem"),
    ];

    private static IEnumerable<CatalogueEntry> OfSocket(string name, string? sameAs = null)
    {
        (string Method, Capability Capability, string? Target, string? Data, Labels Yields)[] rows =
        [
            ("connect", Connect, "0|address", null, Labels.None),
            ("connect_ex", Connect, "0|address", null, Labels.None),
            ("bind", Listen, "0|address", null, Labels.None),
            ("listen", Listen, null, null, Labels.None),
            ("accept", Listen, null, null, Labels.Received),
            ("send", Send, null, "0|data", Labels.None),
            ("sendall", Send, null, "0|data", Labels.None),
            ("sendmsg", Send, null, "0|buffers", Labels.None),
            ("sendfile", Send, null, "0|file", Labels.None),
            ("write", Send, null, "0|data", Labels.None),
            ("sendto", Send, "2|1|address", "0|data", Labels.None),
            ("recv", Fetch, null, null, Labels.Received),
            ("recvfrom", Fetch, null, null, Labels.Received),
            ("recv_into", Fetch, null, null, Labels.Received),
            ("makefile", Fetch, null, null, Labels.Received),
        ];
        foreach ((string method, Capability capability, string? target, string? data, Labels yields) in rows)
        {
            yield return new CatalogueEntry($"{name}.{method}", capability, target, Socket)
            {
                Data = data,
                Yields = yields,
                SameAs = sameAs is null ? null : $"{sameAs}.{method}",
            };
        }
    }
}
