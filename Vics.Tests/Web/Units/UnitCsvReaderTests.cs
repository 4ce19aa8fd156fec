using System.Text;
using Vics.Domain.Units;
using Vics.Web.Api.Csv;
using Vics.Web.Api.Units;
using Xunit;

namespace Vics.Tests.Web.Units;

public sealed class UnitCsvReaderTests
{
    [Theory]
    [InlineData("host,username\n192.0.2.1,mirero")]
    [InlineData("\uFEFFHost;UserName\r\n192.0.2.1;mirero\r\n")]
    [InlineData("\n\nUSERNAME\tname\tHOST\nmirero\tx\t192.0.2.1\n\n")]
    [InlineData(" host , username ,\n 192.0.2.1 , mirero ,\n,,\n")]
    [InlineData("\"host\",\"username\"\n\"192.0.2.1\",\"mirero\"")]
    public async Task A_file_is_read_as_spreadsheets_write_it(string csv)
    {
        var file = await ReadAsync(csv);

        Assert.Null(file.Error);
        var line = Assert.Single(file.Lines);
        Assert.Empty(line.Errors);
        Assert.Equal(("192.0.2.1", "mirero", 22), (line.Entry.Host, line.Entry.UserName, line.Entry.Port));
        Assert.Null(line.Entry.Password);
    }

    [Fact]
    public async Task Lines_are_counted_as_an_editor_counts_them()
    {
        var file = await ReadAsync("host,username,name\r\n\r\na,u,\"two\r\nlines\"\r\n\r\nb,u,x\r\n");

        Assert.Equal([("a", 3), ("b", 6)], file.Lines.Select(line => (line.Entry.Host, line.Number)));
    }

    [Fact]
    public async Task A_password_keeps_its_blanks_and_signs_and_tags_are_taken_apart()
    {
        var file = await ReadAsync("host;username;password;tags\na;u;\" =p;w \";\"one; two,three;\"");

        var entry = Assert.Single(file.Lines).Entry;
        Assert.Equal(" =p;w ", entry.Password?.Reveal());
        Assert.Equal(["one", "two", "three"], entry.Tags);
        Assert.True(entry.CarriesSecrets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("host,username\n")]
    [InlineData("host,name\na,b\n")]
    [InlineData("192.0.2.1,mirero\n")]
    [InlineData("host,username,Host\na,b,c\n")]
    [InlineData("host,username\na,b\0\n")]
    public async Task A_file_that_says_not_what_stands_where_is_refused(string csv) => Assert.NotNull((await ReadAsync(csv)).Error);

    [Theory]
    [InlineData("host,username\na,u,too many\n", "")]
    [InlineData("host,username\na,\"u\n", "")]
    [InlineData("host,username,port\na,u,22x\n", "port")]
    [InlineData("host,username,port\na,u,99999999999\n", "port")]
    public async Task A_line_that_cannot_be_read_says_so(string csv, string field) =>
        Assert.Equal([(2, field)], (await ReadAsync(csv)).Lines.SelectMany(line => line.Errors.Select(error => (line.Number, error.Field))));

    [Fact]
    public async Task Unknown_columns_are_named_and_left_out()
    {
        var file = await ReadAsync("floor,host,username\n3,a,u\n");

        Assert.Equal(["floor"], file.IgnoredColumns);
        Assert.Equal("a", Assert.Single(file.Lines).Entry.Host);
    }

    [Fact]
    public async Task More_units_than_can_be_checked_at_once_are_refused()
    {
        var csv = new StringBuilder("host,username\n");
        for (var number = 0; number <= CsvSheet.MaxLines; number++)
            csv.Append("a,u\n");

        Assert.NotNull((await ReadAsync(csv.ToString())).Error);
    }

    private static async Task<CsvFile<UnitEntry>> ReadAsync(string csv)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return await CsvFileReader.ReadAsync(content, UnitCsv.Format, TestContext.Current.CancellationToken);
    }
}
