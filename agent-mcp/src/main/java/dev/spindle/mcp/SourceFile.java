package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.McpSource.Command;
import dev.spindle.mcp.McpSource.Http;
import dev.spindle.mcp.McpSource.Place;
import dev.spindle.mcp.McpSource.Terms;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the file of servers that many programs share: {@code {"mcpServers": {"name": {"command": …}}}}. */
record SourceFile(Path file, UnaryOperator<@Nullable String> variables) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    List<McpSource> read() {
        Json servers;
        try {
            servers = Json.parse(Files.readString(file)).get("mcpServers");
        } catch (IOException | JsonException unreadable) {
            throw new McpException(
                    "The file of MCP servers " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        List<McpSource> sources = new ArrayList<>();
        for (String name : servers.names()) {
            try {
                sources.add(new McpSource(name, place(servers.get(name)), Terms.DEFAULT));
            } catch (IllegalArgumentException wrong) {
                throw new McpException(
                        "The server '" + CleanText.line(name, 50) + "' in " + file + " cannot be used: "
                                + wrong.getMessage(),
                        wrong);
            }
        }
        return sources;
    }

    private Place place(Json server) {
        String url = Fields.string(server, "url");
        if (!url.isEmpty()) return new Http(uri(filled(url)), strings(server, "headers"));
        String command = Fields.string(server, "command");
        if (command.isEmpty()) throw new IllegalArgumentException("it has neither a command nor a url");
        List<String> line = new ArrayList<>(List.of(filled(command)));
        Fields.items(server, "args").forEach(argument -> line.add(filled(argument.string())));
        String folder = Fields.string(server, "cwd");
        return new Command(line, strings(server, "env"), folder.isEmpty() ? null : Path.of(filled(folder)));
    }

    /** An address that is none is not repeated: what was filled in may be a secret. */
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException none) {
            throw new IllegalArgumentException(
                    "its url is no address: " + none.getReason() + ", at character " + (none.getIndex() + 1));
        }
    }

    private Map<String, String> strings(Json server, String field) {
        Json object = Fields.object(server, field);
        Map<String, String> strings = new LinkedHashMap<>();
        object.names().forEach(name -> strings.put(name, filled(object.get(name).string())));
        return strings;
    }

    /** The text with variables in their places. */
    private String filled(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
    }

    private String value(String name, @Nullable String otherwise) {
        String value = variables.apply(name);
        if (value != null) return value;
        if (otherwise != null) return otherwise;
        throw new IllegalArgumentException("the variable " + name + " is not set");
    }
}
