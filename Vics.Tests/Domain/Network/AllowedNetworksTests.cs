using System.Net;
using Vics.Domain.Network;
using Xunit;

namespace Vics.Tests.Domain.Network;

public sealed class AllowedNetworksTests
{
    [Theory]
    [InlineData("192.168.0.10", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::10", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("169.254.0.1", false)]
    [InlineData("169.253.255.255", true)]
    [InlineData("169.255.0.0", true)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::ffff:a9fe:a9fe", false)]
    [InlineData("::ffff:192.168.0.10", true)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("64:ff9b::c0a8:a", true)]
    [InlineData("0xA9FEA9FE", false)]
    [InlineData("2852039166", false)]
    [InlineData("0251.0376.0251.0376", false)]
    [InlineData("169.254.43518", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fe80::1%1", false)]
    [InlineData("febf::1", false)]
    [InlineData("fec0::1", true)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("239.255.255.250", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("ff02::c", false)]
    public void Without_a_list_every_address_that_a_device_can_have_is_allowed_but_link_local_ones(string address, bool allowed) =>
        Assert.Equal(allowed, AllowedNetworks.Default.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.1.2", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "127.0.0.1", false)]
    [InlineData("10.1.2.3/8", "10.200.0.1", true)]
    [InlineData("192.168.7.20", "192.168.7.20", true)]
    [InlineData("192.168.7.20", "192.168.7.21", false)]
    [InlineData("192.168.7.20/31", "192.168.7.21", true)]
    [InlineData("10.0.0.0/8, 192.168.0.0/16;fd00::/8\n172.16.0.0/12", "172.31.255.255", true)]
    [InlineData("10.0.0.0/8 fd00::/8", "fd12:3456::1", true)]
    [InlineData("10.0.0.0/8 fd00::/8", "2001:db8::1", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0 ::/0", "255.255.255.255", false)]
    [InlineData("0.0.0.0/0 ::/0", "::", false)]
    [InlineData("169.254.0.0/16", "169.254.3.4", true)]
    [InlineData("fe80::/10", "fe80::1", true)]
    [InlineData("", "192.168.0.1", true)]
    [InlineData(" , ", "192.168.0.1", true)]
    [InlineData(null, "169.254.0.1", false)]
    public void With_a_list_only_what_is_listed_is_allowed(string? list, string address, bool allowed)
    {
        Assert.True(AllowedNetworks.TryParse(list, out var networks));
        Assert.Equal(allowed, networks.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/8/9")]
    [InlineData("0x0a000000/8")]
    [InlineData("fd00::/129")]
    [InlineData("[fd00::]/8")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:10.0.0.0/8")]
    [InlineData("cameras.example")]
    [InlineData("10.0.0.0/8, nonsense")]
    [InlineData("*")]
    public void A_list_that_can_be_misread_is_refused(string list) => Assert.False(AllowedNetworks.TryParse(list, out _));
}
