using Vics.Domain.Accounts;
using Vics.Domain.Cameras;

namespace Vics.Domain.Walls;

/// <summary>A wall that somebody saved: which cameras in which cells, and for whom.</summary>
public sealed record WallLayout
{
    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Most cells, on all pages together.</summary>
    public const int MaxCells = 256;

    /// <summary>Longest time a tour may stay on a page.</summary>
    public const int MaxTourSeconds = 3600;

    /// <summary>Its id.</summary>
    public required WallLayoutId Id { get; init; }

    /// <summary>Who made it.</summary>
    public required AccountId Owner { get; init; }

    /// <summary>The owner's name, as the store knows it.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>What its owner calls it; unique among the owner's.</summary>
    public required string Name { get; init; }

    /// <summary>Everybody sees it.</summary>
    public bool Shared { get; init; }

    /// <summary>How a page is divided.</summary>
    public WallPattern Layout { get; init; } = WallPattern.Four;

    /// <summary>The cameras in the order of the cells, page after page; null where a cell stays empty. A camera that is gone leaves its id behind.</summary>
    public IReadOnlyList<CameraId?> Cells { get; init; } = [];

    /// <summary>Seconds on each page when the wall is opened and tours by itself; null: it stands still.</summary>
    public int? TourSeconds { get; init; }

    /// <summary>Counts edits.</summary>
    public int Revision { get; init; }

    /// <summary>Whether somebody may see it.</summary>
    public bool IsVisibleTo(AccountId reader) => Shared || Owner == reader;

    /// <summary>Everything that is wrong with it; empty where it may be saved.</summary>
    public IReadOnlyList<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength || Name.Any(char.IsControl))
            errors.Add(new("name", OperatorText.Of($"Enter a name of at most {MaxNameLength} characters.")));
        if (Cells.Count > MaxCells)
            errors.Add(new("cells", OperatorText.Of($"A wall has at most {MaxCells} cells.")));
        if (TourSeconds is < 1 or > MaxTourSeconds)
            errors.Add(new("tourSeconds", OperatorText.Of($"A tour stays on a page for {1} to {MaxTourSeconds} seconds.")));
        return errors;
    }
}
