using System.Globalization;
using Vics.Bench;

// dotnet run -c Release --project bench/Vics.Bench -- URL VIEWERS SECONDS PID [TOKEN]
if (args.Length < 4)
{
    Console.Error.WriteLine("Vics.Bench URL VIEWERS SECONDS PID [TOKEN]: watches a WebSocket (ws://…) and measures the process tree of the server PID.");
    return 2;
}

var address = new Uri(args[0]);
var viewers = int.Parse(args[1], CultureInfo.InvariantCulture);
var duration = TimeSpan.FromSeconds(int.Parse(args[2], CultureInfo.InvariantCulture));
var tree = new ProcessTree(int.Parse(args[3], CultureInfo.InvariantCulture));
var report = await new Load(address, args.ElementAtOrDefault(4)).RunAsync(viewers, duration, tree);
Console.WriteLine(report);
return 0;
