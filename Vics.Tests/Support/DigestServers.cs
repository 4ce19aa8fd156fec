using System.Security.Cryptography;
using System.Text;

namespace Vics.Tests.Support;

/// <summary>Real web servers that serve files to one Digest account, each as devices have them inside.</summary>
internal static class DigestServers
{
    public const string User = "admin";
    public const string Password = "s3cret \"암호\" \\";
    private const string Realm = "VICS unit";

    /// <summary>The server of VICS units: no algorithm, no opaque, one nonce until it is started anew.</summary>
    public static Task<ServerProcess> CivetwebAsync(CancellationToken ct, params (string Path, byte[] Content)[] files) =>
        ServerProcess.StartAsync("civetweb", "civetweb", (directory, port) =>
        {
            var root = Fill(directory, files);
            var passwords = Write(directory, "passwords", $"{User}:{Realm}:{Hash(MD5.HashData)}\n");
            return
            [
                "-listening_ports", $"127.0.0.1:{port}", "-document_root", root, "-num_threads", "8", "-global_auth_file", passwords,
                "-authentication_domain", Realm, "-enable_auth_domain_check", "no", "-static_file_max_age", "0",
                "-extra_mime_types", "GetCamList=text/plain,GetStreamUrl=application/json,GetImage=image/jpeg",
            ];
        }, ct);

    /// <summary>Apache's mod_auth_digest, whose nonces last a second.</summary>
    public static Task<ServerProcess> ApacheAsync(CancellationToken ct, params (string Path, byte[] Content)[] files) =>
        ServerProcess.StartAsync("apache2", "apache2-bin", (directory, port) =>
        {
            var root = Fill(directory, files);
            var passwords = Write(directory, "passwords", $"{User}:{Realm}:{Hash(MD5.HashData)}\n");
            string[] modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_digest"];
            var config = Write(directory, "apache.conf", $"""
                {string.Join('\n', modules.Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so"))}
                ServerRoot {directory.FullName}
                ServerName 127.0.0.1
                DefaultRuntimeDir {directory.FullName}
                PidFile {directory.FullName}/pid
                ErrorLog /dev/stderr
                User www-data
                Group www-data
                Listen 127.0.0.1:{port}
                DocumentRoot {root}
                <Directory {root}>
                  AuthType Digest
                  AuthName "{Realm}"
                  AuthUserFile {passwords}
                  AuthDigestNonceLifetime 1
                  Require valid-user
                </Directory>
                """);
            return ["-f", config, "-DFOREGROUND"];
        }, ct);

    /// <summary>lighttpd with MD5, SHA-256, or both (<c>MD5|SHA-256</c>).</summary>
    public static Task<ServerProcess> LighttpdAsync(string algorithms, CancellationToken ct, params (string Path, byte[] Content)[] files) =>
        ServerProcess.StartAsync("lighttpd", "lighttpd", (directory, port) =>
        {
            var root = Fill(directory, files);
            var passwords = Write(directory, "passwords", string.Concat(
                algorithms.Split('|').Select(name => $"{User}:{Realm}:{Hash(name == "MD5" ? MD5.HashData : SHA256.HashData)}\n").Reverse()));
            var config = Write(directory, "lighttpd.conf", $$"""
                server.document-root = "{{root}}"
                server.bind = "127.0.0.1"
                server.port = {{port}}
                server.modules = ( "mod_auth", "mod_authn_file" )
                auth.backend = "htdigest"
                auth.backend.htdigest.userfile = "{{passwords}}"
                auth.require = ( "/" => ( "method" => "digest", "realm" => "{{Realm}}", "algorithm" => "{{algorithms}}", "require" => "valid-user" ) )
                """);
            return ["-D", "-f", config];
        }, ct);

    private static string Hash(Func<byte[], byte[]> hash) => Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes($"{User}:{Realm}:{Password}")));

    private static string Fill(DirectoryInfo directory, (string Path, byte[] Content)[] files)
    {
        var root = directory.CreateSubdirectory("www");
        foreach (var (path, content) in files)
        {
            var file = new FileInfo(Path.Combine(root.FullName, path));
            file.Directory!.Create();
            File.WriteAllBytes(file.FullName, content);
        }

        return root.FullName;
    }

    private static string Write(DirectoryInfo directory, string name, string text)
    {
        var path = Path.Combine(directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
