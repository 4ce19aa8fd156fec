using System.Text;
using Renci.SshNet;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// Runs commands over one connection, one after the other, each with a limit. SSH.NET hangs for ever on a silent network unless it is
/// given a time limit, a token and a waiter that walks away; a connection that was walked away from is not used again.
/// </summary>
internal sealed class SshChannel(SshClient client, SshOptions options) : IAsyncDisposable
{
    // Our scripts cap what they say far below; a unit that says more is not running our scripts.
    private const long MostOutput = 4 * 1024 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private bool _broken;

    /// <summary>Runs a command of little work.</summary>
    public Task<CommandReply> RunAsync(string command, CancellationToken ct) => RunAsync(command, null, options.CommandTimeout, ct);

    /// <summary>Runs a command; <paramref name="input"/> and a line break go to its standard input, which then ends.</summary>
    public async Task<CommandReply> RunAsync(string command, Secret? input, TimeSpan limit, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_broken || !client.IsConnected)
            throw SshFaults.Lost();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(limit);
        // Opening the channel blocks until the unit agrees.
        var running = Task.Run(() => ExecuteAsync(command, input, limit, timer.Token), CancellationToken.None);
        try
        {
            return await running.WaitAsync(limit + Grace, ct);
        }
        catch (Exception cause)
        {
            Forget(running);
            Break();
            if (cause is OperationCanceledException && ct.IsCancellationRequested)
                throw;
            throw SshFaults.WhileWorking(cause, limit);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Break();
        return ValueTask.CompletedTask;
    }

    /// <summary>Disposes a client without waiting for it: on a silent network that takes its time (SSH.NET issue 881).</summary>
    public static void Drop(BaseClient client) => Forget(Task.Run(client.Dispose));

    /// <summary>Lets a task end by itself, and its failure with it.</summary>
    public static void Forget(Task task) =>
        task.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private async Task<CommandReply> ExecuteAsync(string text, Secret? input, TimeSpan limit, CancellationToken ct)
    {
        using var command = client.CreateCommand(text, Encoding.UTF8);
        command.CommandTimeout = limit;
        var execution = command.ExecuteAsync(ct);
        if (input is not null)
            Feed(command, input);
        while (!execution.IsCompleted)
        {
            if (command.OutputStream.Length + command.ExtendedOutputStream.Length > MostOutput)
            {
                Forget(execution);
                throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The unit answered a simple question with more than {MostOutput / (1024 * 1024)} MB.")));
            }

            await Task.WhenAny(execution, Task.Delay(250, CancellationToken.None));
        }

        await execution;
        // No exit status without a signal means that the connection went away under the command.
        if (command.ExitStatus is null && command.ExitSignal is null)
            throw SshFaults.Lost();
        return new CommandReply(command.ExitStatus, command.Result, command.Error);
    }

    private static void Feed(SshCommand command, Secret input)
    {
        var line = Encoding.UTF8.GetBytes(input.Reveal() + "\n");
        try
        {
            using var stream = command.CreateInputStream();
            stream.Write(line);
        }
        catch (Exception over) when (over is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // The command has ended without reading; its own answer tells why.
        }
        finally
        {
            Array.Clear(line);
        }
    }

    private void Break()
    {
        if (_broken)
            return;
        _broken = true;
        Drop(client);
    }
}
