#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
// What looking after many cameras costs the server, and how fast their list is. See README.md beside this file.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

const int Answering = 400;
const int Silent = 100;
const int FirstPort = 21000;
const int Seconds = 120;
const string Host = "127.0.0.1";

var program = Path.GetFullPath(args.FirstOrDefault() ?? "Vics.Web/bin/Release/net10.0/Vics.Web.dll");
if (!File.Exists(program))
    throw new FileNotFoundException("Build the program first: dotnet build -c Release Vics.Web", program);

using var stop = new CancellationTokenSource();
var cameras = Enumerable.Range(0, Answering + Silent).Select(n => ServeAsync(FirstPort + n, silent: n >= Answering, stop.Token)).ToList();

var data = Directory.CreateTempSubdirectory("vics-bench-").FullName;
var port = FreePort();
using var server = Run(["--Urls", $"http://{Host}:{port}", .. Settings()]);
try
{
    using var client = new HttpClient { BaseAddress = new Uri($"http://{Host}:{port}/") };
    await UntilAsync(async () => (await client.GetAsync("health/ready")).IsSuccessStatusCode);
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());

    var csv = new StringBuilder("name,source,rtspurl,tags\n");
    for (var n = 0; n < Answering + Silent; n++)
        csv.Append(CultureInfo.InvariantCulture, $"Camera {n},mjpeg,http://{Host}:{FirstPort + n}/video,floor {n % 10};site {n % 3}\n");
    using var file = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
    var took = Stopwatch.StartNew();
    (await client.PostAsync("api/cameras/import", file)).EnsureSuccessStatusCode();
    Console.WriteLine($"import of {Answering + Silent} cameras: {took.ElapsedMilliseconds} ms");

    took.Restart();
    await UntilAsync(async () => await CountAsync(client, "online") == Answering && await CountAsync(client, "offline") == Silent);
    Console.WriteLine($"all of them looked at after {took.Elapsed.TotalSeconds:0} s");

    await Task.Delay(TimeSpan.FromSeconds(20));
    var before = CpuOf(server);
    await Task.Delay(TimeSpan.FromSeconds(Seconds));
    Console.WriteLine($"processor time of the whole server, looking after them for {Seconds} s: {100 * (CpuOf(server) - before).TotalSeconds / Seconds:0.0} % of a core");

    foreach (var path in new[] { "api/cameras?pageSize=50", "api/cameras?pageSize=500", "api/cameras?search=floor+7&sort=-state" })
        Console.WriteLine($"GET /{path}: {await MedianAsync(client, path):0.0} ms");
    await SignInAsync(client);
    foreach (var path in new[] { "cameras", "cameras?search=camera&sort=-state&page=3", "" })
        Console.WriteLine($"GET /{path} (page): {await MedianAsync(client, path):0.0} ms");
}
finally
{
    server.Kill();
    await server.WaitForExitAsync();
    await stop.CancelAsync();
    await Task.WhenAll(cameras);
    Directory.Delete(data, recursive: true);
}

string[] Settings() => ["--Vics:DataDirectory", data, "--Vics:Bootstrap:AdminUserName", "bench", "--Vics:Bootstrap:AdminPassword", "bench of cameras"];

Process Run(IEnumerable<string> arguments, bool reads = false)
{
    var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
    start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
    foreach (var argument in arguments.Prepend(program))
        start.ArgumentList.Add(argument);
    var process = Process.Start(start)!;
    if (!reads)
        process.BeginOutputReadLine();
    return process;
}

async Task<string> TokenAsync()
{
    using var process = Run(["token", "create", "--user", "bench", "--name", "bench", .. Settings()], reads: true);
    var token = await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    return token.Trim();
}

static async Task SignInAsync(HttpClient client)
{
    client.DefaultRequestHeaders.Authorization = null;
    var form = await client.GetStringAsync("sign-in");
    const string Mark = "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"";
    var token = form[(form.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..];
    using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["UserName"] = "bench", ["Password"] = "bench of cameras", ["__RequestVerificationToken"] = token[..token.IndexOf('"')],
    });
    (await client.PostAsync("sign-in", fields)).EnsureSuccessStatusCode();
}

static async Task<int> CountAsync(HttpClient client, string state)
{
    var page = await client.GetStringAsync($"api/cameras?state={state}&pageSize=1");
    return int.Parse(page[(page.LastIndexOf(':') + 1)..].TrimEnd('}'), CultureInfo.InvariantCulture);
}

// The middle one of fifty, after ten that warm up.
static async Task<double> MedianAsync(HttpClient client, string path)
{
    var times = new List<double>();
    for (var n = 0; n < 60; n++)
    {
        var watch = Stopwatch.StartNew();
        (await client.GetAsync(path)).EnsureSuccessStatusCode();
        if (n >= 10)
            times.Add(watch.Elapsed.TotalMilliseconds);
    }

    return times.Order().ElementAt(times.Count / 2);
}

static TimeSpan CpuOf(Process process)
{
    process.Refresh();
    return process.TotalProcessorTime;
}

static async Task UntilAsync(Func<Task<bool>> isSo)
{
    for (var limit = Stopwatch.StartNew(); ;)
    {
        try
        {
            if (await isSo())
                return;
        }
        catch (HttpRequestException) when (limit.Elapsed < TimeSpan.FromSeconds(60))
        {
            // Not up yet.
        }

        if (limit.Elapsed > TimeSpan.FromMinutes(5))
            throw new TimeoutException("It did not come to pass within five minutes.");
        await Task.Delay(500);
    }
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

// A camera, as far as a look goes: it begins an answer without end and shows no picture; a silent one takes the connection and says nothing.
static async Task ServeAsync(int port, bool silent, CancellationToken ct)
{
    using var listener = new TcpListener(IPAddress.Parse(Host), port);
    listener.Start();
    var open = new List<TcpClient>();
    try
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(ct);
            open.Add(client);
            if (!silent)
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"u8.ToArray(), ct);
            if (open.Count > 20)
            {
                open[0].Dispose();
                open.RemoveAt(0);
            }
        }
    }
    catch (OperationCanceledException)
    {
        open.ForEach(client => client.Dispose());
    }
}
