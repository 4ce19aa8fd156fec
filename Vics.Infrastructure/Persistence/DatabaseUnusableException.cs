namespace Vics.Infrastructure.Persistence;

/// <summary>The database cannot be used, for a reason that whoever starts the program can put right; the message is one line.</summary>
public sealed class DatabaseUnusableException(string message, Exception? cause = null) : Exception(message.ReplaceLineEndings(" "), cause);
