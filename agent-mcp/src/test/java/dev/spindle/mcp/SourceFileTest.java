package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
    @TempDir
    Path folder;

    @Test
    void programsAndAddressesAreReadWithVariablesInTheirPlaces() throws IOException {
        List<McpSource> sources = read("""
                {"mcpServers":{"files":{"command":"npx","args":["-y","${DIR}"],"env":{"KEY":"${KEY:-none}"},"cwd":"/tmp"},
                "web":{"type":"http","url":"https://example.com/mcp","headers":{"Authorization":"Bearer ${TOKEN}"}}}}""");

        assertThat(sources)
                .extracting(McpSource::place)
                .containsExactly(
                        new McpSource.Command(List.of("npx", "-y", "/docs"), Map.of("KEY", "none"), Path.of("/tmp")),
                        new McpSource.Http(URI.create("https://example.com/mcp"), Map.of("Authorization", "Bearer t")));
    }

    @Test
    void aServerThatCannotBeUsedIsNamed() {
        assertThatThrownBy(() -> read("{\"mcpServers\":{\"a\":{\"command\":\"${MISSING}\"}}}"))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("The server 'a' in ")
                .hasMessageEndingWith("the variable MISSING is not set");
        assertThatThrownBy(() -> read("{\"mcpServers\":{\"a\":{}}}"))
                .hasMessageEndingWith("it has neither a command nor a url");
    }

    @Test
    void neitherAddressesNorProgramsTellTheirSecrets() throws IOException {
        List<McpSource> sources = read("""
                {"mcpServers":{"a":{"command":"x","args":["secret"],"env":{"KEY":"secret"}},
                "b":{"url":"https://example.com/mcp?key=secret","headers":{"Authorization":"secret"}}}}""");

        assertThat(sources.toString()).doesNotContain("secret");
    }

    @Test
    void anAddressThatIsNoneIsSaidToBeNoneWithoutWhatWasFilledIn() {
        assertThatThrownBy(() -> read("{\"mcpServers\":{\"a\":{\"url\":\"https://x.example/?k=${SPACED}\"}}}"))
                .hasMessageEndingWith("its url is no address: Illegal character in query, at character 27")
                .hasMessageNotContaining("swordfish");
    }

    private List<McpSource> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mcp.json"), text);
        return new SourceFile(file, Map.of("DIR", "/docs", "TOKEN", "t", "SPACED", "sword fish swordfish")::get).read();
    }
}
