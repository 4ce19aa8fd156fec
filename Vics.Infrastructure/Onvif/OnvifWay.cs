namespace Vics.Infrastructure.Onvif;

/// <summary>By what a message shows whose it is.</summary>
internal enum OnvifSigning
{
    /// <summary>By nothing.</summary>
    None,

    /// <summary>By a WS-Security token in the message.</summary>
    Token,

    /// <summary>By HTTP Digest around it.</summary>
    Digest,

    /// <summary>By both.</summary>
    Both,
}

/// <summary>How a camera wants to be spoken to.</summary>
internal readonly record struct OnvifWay(OnvifSigning Signing, SoapVersion Soap)
{
    /// <summary>A token goes into the message.</summary>
    public bool HasToken => Signing is OnvifSigning.Token or OnvifSigning.Both;

    /// <summary>The account may be used for HTTP Digest.</summary>
    public bool HasDigest => Signing is OnvifSigning.Digest or OnvifSigning.Both;

    /// <summary>
    /// The ways that an answer suggests, best first; none where it settles the matter. Each is a failed login to the camera where the password is wrong,
    /// and some lock the account after five, so there are few.
    /// </summary>
    public IEnumerable<OnvifWay> After(OnvifReply reply, bool hasAccount)
    {
        OnvifWay way = this;
        return reply.Kind switch
        {
            OnvifReplyKind.Refused or OnvifReplyKind.Empty when !hasAccount => reply.Kind is OnvifReplyKind.Empty ? [way with { Soap = SoapVersion.V11 }] : [],
            // Whoever takes Digest says so with a 401.
            OnvifReplyKind.Refused when reply.Status == 401 => [way with { Signing = OnvifSigning.Token }, way with { Signing = OnvifSigning.Digest }],
            OnvifReplyKind.Refused when Signing is OnvifSigning.Digest => [way with { Signing = OnvifSigning.Both }, way with { Signing = OnvifSigning.Token }],
            OnvifReplyKind.Refused => [way with { Signing = OnvifSigning.Token }],
            OnvifReplyKind.HeaderNotUnderstood => [way with { Signing = hasAccount ? OnvifSigning.Digest : OnvifSigning.None }],
            OnvifReplyKind.Empty => [way with { Signing = OnvifSigning.Token }, way with { Signing = OnvifSigning.Digest }, way with { Soap = SoapVersion.V11 }],
            OnvifReplyKind.NotSoap when reply.Status is 400 or 415 or 500 => [way with { Soap = SoapVersion.V11 }],
            _ => [],
        };
    }
}
