namespace Vics.Domain.Walls;

/// <summary>How a wall is divided. Cameras that find no place are on its further pages.</summary>
public enum WallPattern
{
    /// <summary>One picture.</summary>
    One,

    /// <summary>Two by two.</summary>
    Four,

    /// <summary>Three by three.</summary>
    Nine,

    /// <summary>Four by four.</summary>
    Sixteen,

    /// <summary>A large picture, and five small ones around it.</summary>
    OneAndFive,
}
