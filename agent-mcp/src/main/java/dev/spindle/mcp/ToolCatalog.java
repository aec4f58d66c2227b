package dev.spindle.mcp;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tool.ToolDefinitionException;
import dev.spindle.tool.ToolFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools of one server, listed when they are first needed and again when they may have changed. Thread-safe. */
final class ToolCatalog {
    private static final Logger log = LoggerFactory.getLogger(ToolCatalog.class);
    private static final int MOST_PAGES = 1_000;
    private static final long MOST_CHARACTERS = 32L * 1024 * 1024;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration UNHEARD = Duration.ofMinutes(1);

    private final McpSource source;
    private final List<String> others;
    private final Connection connection;
    private final @Nullable Pins pins;
    private volatile @Nullable Listing listing;
    private volatile boolean changed;
    private volatile @Nullable McpException failure;

    /**
     * The tools of a source, which is not asked yet.
     *
     * @param others the names of the other sources
     */
    ToolCatalog(McpSource source, List<String> others) {
        this.source = source;
        this.others = List.copyOf(others);
        this.connection = new Connection(source, this::change);
        this.pins =
                source.terms().pins() == null ? null : new Pins(source.terms().pins(), source.name());
    }

    /** What a server listed, also of what is withheld, and until when that counts. */
    private record Listing(
            List<ToolFunction> tools,
            Map<String, String> withheld,
            Map<String, String> prints,
            long made,
            Duration fresh,
            boolean told) {}

    Connection connection() {
        return connection;
    }

    private void change() {
        changed = true;
    }

    /** The tools: those listed last if the server cannot be asked, none if it never could. */
    List<ToolFunction> tools() {
        Listing known = listing;
        if (known != null && isFresh(known)) return known.tools();
        return refreshed().tools();
    }

    /** Why the server could not be asked the last time; null if it could. */
    @Nullable
    McpException failure() {
        return failure;
    }

    /** The tools that are not shown, and why. */
    Map<String, String> withheld() {
        tools();
        Listing known = listing;
        return known == null ? Map.of() : known.withheld();
    }

    /** Approves the tools as they were listed last: what comes after that nobody has looked at. */
    synchronized void approve() {
        if (pins == null)
            throw new IllegalStateException(
                    "The MCP server '" + source.name() + "' has no file of approved tools; set Terms.withPins");
        Listing known = listing;
        pins.write((known == null ? list() : known).prints());
        changed = true;
    }

    private boolean isFresh(Listing known) {
        if (changed) return false;
        long age = System.nanoTime() - known.made();
        boolean unheard = known.told() && !connection.isHearing();
        Duration fresh = unheard && known.fresh().compareTo(UNHEARD) > 0 ? UNHEARD : known.fresh();
        return age < fresh.toNanos();
    }

    private synchronized Listing refreshed() {
        Listing known = listing;
        if (known != null && isFresh(known)) return known;
        try {
            changed = false;
            Listing fresh = list();
            failure = null;
            listing = fresh;
            return fresh;
        } catch (CancelledException stopped) {
            changed = true;
            throw stopped;
        } catch (RuntimeException failed) { // of whatever kind: the tools of one server are not worth a run
            changed = true;
            return unlisted(known, failed);
        }
    }

    private Listing unlisted(@Nullable Listing known, RuntimeException failed) {
        boolean repeated = failure != null;
        failure = failed instanceof McpException why
                ? why
                : new McpException(
                        "What the MCP server '" + source.name() + "' listed cannot be used: "
                                + CleanText.line(String.valueOf(failed.getMessage()), 300),
                        failed);
        if (!repeated)
            log.warn(
                    "{}; its tools are {} until it can be asked",
                    failure.getMessage(),
                    known == null ? "missing" : "those listed last");
        return known == null ? new Listing(List.of(), Map.of(), Map.of(), 0, SHORTEST, false) : known;
    }

    private Listing list() {
        long made = System.nanoTime();
        List<ServerTool> tools = new ArrayList<>();
        Map<String, String> withheld = new TreeMap<>();
        Pages pages = new Pages();
        for (Json definition : pages.read()) {
            try {
                tools.add(ServerTool.of(source, connection, definition));
            } catch (McpException unusable) {
                withheld.put(
                        CleanText.line(Fields.string(definition, "name"), 100), String.valueOf(unusable.getMessage()));
            }
        }
        Map<String, String> prints = fingerprints(tools);
        if (pins != null) withhold(tools, withheld, pins, prints);
        List<ToolFunction> functions = functions(tools, withheld);
        functions.addAll(ServerExtras.tools(source, connection));
        if (!withheld.isEmpty())
            log.warn(
                    "{} of the tools of {} are not shown: {}",
                    withheld.size(),
                    source.name(),
                    CleanText.line(withheld.toString(), 2_000));
        boolean told = connection.hearChanges();
        return new Listing(List.copyOf(functions), Map.copyOf(withheld), prints, made, pages.fresh, told);
    }

    private List<ToolFunction> functions(List<ServerTool> tools, Map<String, String> withheld) {
        List<ToolFunction> functions = new ArrayList<>();
        ToolTitles titles = new ToolTitles(others);
        Set<String> names = new HashSet<>();
        for (ServerTool tool : tools) {
            if (!names.add(tool.name())) {
                withheld.put(CleanText.line(tool.name(), 100), "it is listed twice; the first one is shown");
                continue;
            }
            try {
                functions.add(tool.function(titles.name(source.name(), tool.name())));
            } catch (ToolDefinitionException | JsonException unusable) {
                withheld.put(
                        CleanText.line(tool.name(), 100), CleanText.line(String.valueOf(unusable.getMessage()), 500));
            }
        }
        return functions;
    }

    private void withhold(List<ServerTool> tools, Map<String, String> withheld, Pins file, Map<String, String> prints) {
        Map<String, String> approved = file.read();
        if (approved == null) {
            file.write(prints);
            return;
        }
        tools.removeIf(tool -> {
            String pinned = approved.get(tool.name());
            if (tool.fingerprint().equals(pinned)) return false;
            String why = pinned == null ? "it is new" : "its description or schema has changed";
            withheld.put(CleanText.line(tool.name(), 100), why + " since the tools were approved");
            return true;
        });
    }

    private static Map<String, String> fingerprints(List<ServerTool> tools) {
        Map<String, String> prints = new TreeMap<>();
        tools.forEach(tool -> prints.putIfAbsent(tool.name(), tool.fingerprint()));
        return prints;
    }

    /** Lists page after page. For one use. */
    private final class Pages {
        private Duration fresh = LONGEST;
        private final List<Json> definitions = new ArrayList<>();
        private long characters;

        private List<Json> read() {
            int most = source.terms().bounds().maxTools();
            Set<String> cursors = new HashSet<>();
            String cursor = null;
            Deadline deadline = Deadline.in(source.terms().bounds().answer());
            for (int page = 0; page < MOST_PAGES; page++) {
                Json answer = page(cursor, deadline);
                // From the first page on: before it the server may have been started.
                if (page == 0) deadline = Deadline.in(deadline.length());
                note(answer);
                for (Json definition : Fields.items(answer, "tools")) {
                    characters += definition.text().length();
                    if (definitions.size() >= most || characters > MOST_CHARACTERS) return tooMany();
                    definitions.add(definition);
                }
                cursor = Fields.findString(answer, "nextCursor").orElse(null);
                if (cursor == null) return definitions;
                if (!cursors.add(cursor))
                    throw new McpException("The MCP server '" + source.name() + "' lists the same page twice");
                characters += cursor.length();
                if (characters > MOST_CHARACTERS) return tooMany();
            }
            return tooMany();
        }

        private Json page(@Nullable String cursor, Deadline deadline) {
            if (deadline.isOver() && cursor != null)
                throw new McpException("The MCP server '" + source.name()
                        + "' did not come to the end of tools/list within " + deadline.length());
            Json params = Fields.none().and("cursor", cursor).json();
            return connection.request(
                    "tools/list", params, Session.Call.within(cursor == null ? deadline.length() : deadline.left()));
        }

        private List<Json> tooMany() {
            log.warn(
                    "{} lists more than {} tools; the others are left out: raise Bounds.maxTools, and make the"
                            + " registry searchable",
                    source.name(),
                    definitions.size());
            return definitions;
        }

        private void note(Json answer) {
            long ttl = Fields.count(answer, "ttlMs", -1);
            if (ttl < 0) return;
            Duration asked = Duration.ofMillis(Math.max(SHORTEST.toMillis(), Math.min(ttl, LONGEST.toMillis())));
            if (asked.compareTo(fresh) < 0) fresh = asked;
        }
    }
}
