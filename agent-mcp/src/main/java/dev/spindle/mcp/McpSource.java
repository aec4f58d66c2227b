package dev.spindle.mcp;

import dev.spindle.context.RunContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of the Model Context Protocol as its user knows it: a name, a place, and how far it is trusted.
 *
 * @param name stands before the names of its tools, in error messages and in the log: {@code [a-zA-Z0-9_-]{1,32}}
 * @param place where it is
 * @param terms how it is dealt with
 */
public record McpSource(String name, Place place, Terms terms) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,32}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it cannot be one, or the server would get two tokens
     */
    public McpSource {
        boolean twice = terms.authorization() != null
                && place instanceof Http http
                && http.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
        if (twice)
            throw new IllegalArgumentException("The MCP server '" + CleanText.line(name, 50)
                    + "' has a header 'Authorization', and terms that say how to get one; drop either");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("An MCP server cannot be called '" + CleanText.line(name, 50)
                    + "'; use 1 to 32 letters, digits, '_' and '-'");
        }
    }

    /** A server that is started as a child process and spoken to over its standard input and output. */
    public static McpSource command(String name, String... line) {
        return new McpSource(name, new Command(List.of(line), Map.of(), null), Terms.DEFAULT);
    }

    /** A server behind an address, by streamable HTTP. */
    public static McpSource http(String name, URI url) {
        return new McpSource(name, new Http(url, Map.of()), Terms.DEFAULT);
    }

    /**
     * The servers of a file in the form that many programs share: {@code {"mcpServers": {"name": {"command": "…", "args": ["…"], "env":
     * {}}, "other": {"url": "…", "headers": {}}}}}. In its texts {@code ${NAME}} stands for a variable of the environment, and {@code
     * ${NAME:-text}} for the text where that is not set.
     *
     * @throws McpException if the file cannot be read, or a server in it cannot be used
     */
    public static List<McpSource> read(Path file) {
        return new SourceFile(file, System::getenv).read();
    }

    /** This server on other terms. */
    public McpSource withTerms(Terms other) {
        return new McpSource(name, place, other);
    }

    /** This server, whose words on its own tools count, and whose results are not taken for those of strangers. */
    public McpSource trusted() {
        return withTerms(terms.withTrusted(true));
    }

    /** Where a server is. */
    public sealed interface Place permits Command, Http {}

    /**
     * A program. It gets the variables that every program needs, as PATH and HOME, and those named here; nothing else of this process's
     * environment.
     *
     * @param line the program and its arguments; no shell reads them
     * @param environment more variables; secrets for the server belong here
     * @param folder where it works; null for this process's
     */
    public record Command(
            List<String> line,
            Map<String, String> environment,
            @Nullable Path folder) implements Place {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if there is no program
         */
        public Command {
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
            if (line.isEmpty() || line.get(0).isBlank())
                throw new IllegalArgumentException("A command needs at least the name of a program");
        }

        /** The program alone: arguments and variables may hold secrets. */
        @Override
        public String toString() {
            return "Command[" + line.get(0) + "]";
        }
    }

    /**
     * An address. Redirects are not followed, since that would carry the headers elsewhere.
     *
     * @param url an http or https address
     * @param headers sent with each request, as "Authorization"; never logged
     */
    public record Http(URI url, Map<String, String> headers) implements Place {
        private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

        /**
         * Copies the headers.
         *
         * @throws IllegalArgumentException if the address is none of HTTP, or a header cannot be sent
         */
        public Http {
            headers = Map.copyOf(headers);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (!web || url.getHost() == null)
                throw new IllegalArgumentException(
                        "The address of an MCP server begins with http:// or https:// and names a host");
            headers.forEach(Http::checkHeader);
        }

        /** Checked here and without the value: a library below would tell it. */
        private static void checkHeader(String header, String value) {
            boolean fits = HEADER.matcher(header).matches()
                    && value.chars().allMatch(each -> each == '\t' || (each >= ' ' && each <= '~'));
            if (!fits)
                throw new IllegalArgumentException("The header " + CleanText.line(header, 100)
                        + " cannot be sent: names are letters, digits and '-', and values ASCII without line ends");
        }

        /** This address with one more header. */
        public Http withHeader(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Http(url, more);
        }

        String origin() {
            return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        }

        /** Host and port alone: query and headers may hold secrets. */
        @Override
        public String toString() {
            return "Http[" + origin() + "]";
        }
    }

    /**
     * How a server is dealt with.
     *
     * @param trusted whether its words on what its tools do count (read only, idempotent, within a closed world), and its results are
     *     not fenced as words of strangers
     * @param bounds how much it may send, and how long it may take
     * @param pins a file of the fingerprints of tools that somebody has approved: a tool that is new or has changed is withheld; null to
     *     show all
     * @param answers what it may ask of its client
     * @param extras what it is shown as besides its tools
     * @param authorization how tokens for it are got; null if it needs none, or one in its headers
     * @param trace says, on the thread of a call and of its context, of which trace it is part, and for whom it is made: {@code
     *     traceparent}, {@code tracestate} and {@code baggage} of the W3C, as propagators write them; null to pass on that of the client for
     *     whom a served tool works, if there is one
     */
    public record Terms(
            boolean trusted,
            Bounds bounds,
            @Nullable Path pins,
            McpAnswers answers,
            Extras extras,
            @Nullable McpAuthorization authorization,
            @Nullable Function<RunContext, Map<String, String>> trace) {
        /** Not trusted, the usual bounds, all tools shown, nothing answered, tools only. */
        public static final Terms DEFAULT =
                new Terms(false, Bounds.DEFAULT, null, McpAnswers.NONE, Extras.NONE, null, null);

        /** Trusted or not. */
        public Terms withTrusted(boolean other) {
            return new Terms(other, bounds, pins, answers, extras, authorization, trace);
        }

        /** With other bounds. */
        public Terms withBounds(Bounds other) {
            return new Terms(trusted, other, pins, answers, extras, authorization, trace);
        }

        /** With a file of approved tools. */
        public Terms withPins(Path file) {
            return new Terms(trusted, bounds, file, answers, extras, authorization, trace);
        }

        /** With other answers to what it asks. */
        public Terms withAnswers(McpAnswers other) {
            return new Terms(trusted, bounds, pins, other, extras, authorization, trace);
        }

        /** With a way to get tokens for it. */
        public Terms withAuthorization(McpAuthorization other) {
            return new Terms(trusted, bounds, pins, answers, extras, other, trace);
        }

        /** With traces. */
        public Terms withTrace(Function<RunContext, Map<String, String>> other) {
            return new Terms(trusted, bounds, pins, answers, extras, authorization, other);
        }

        /** With its resources and prompts as tools, or without. */
        public Terms withExtras(Extras other) {
            return new Terms(trusted, bounds, pins, answers, other, authorization, trace);
        }
    }

    /**
     * What of a server becomes a tool besides its tools.
     *
     * @param resources two tools that list and read its resources
     * @param prompts two tools that list and fill in its prompts
     */
    public record Extras(boolean resources, boolean prompts) {
        /** Its tools only. */
        public static final Extras NONE = new Extras(false, false);
    }

    /**
     * How much a server may send, and how long it may take.
     *
     * @param answer how long it may take to start, to shake hands and to list
     * @param call how long a call may take at most; the run's own limits may be shorter
     * @param maxTools how many of its tools are shown; the others are left out, and the log says so
     * @param maxMessageBytes of one message
     */
    public record Bounds(Duration answer, Duration call, int maxTools, int maxMessageBytes) {
        /** 30 seconds to answer, 15 minutes a call, 1,000 tools, 16 MiB a message. */
        public static final Bounds DEFAULT =
                new Bounds(Duration.ofSeconds(30), Duration.ofMinutes(15), 1_000, 16 * 1024 * 1024);

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is not positive
         */
        public Bounds {
            boolean positive = answer.compareTo(Duration.ZERO) > 0
                    && call.compareTo(Duration.ZERO) > 0
                    && maxTools > 0
                    && maxMessageBytes > 0;
            if (!positive) throw new IllegalArgumentException("Each bound of an MCP server must be positive");
        }

        /** With another time to answer. */
        public Bounds withAnswer(Duration other) {
            return new Bounds(other, call, maxTools, maxMessageBytes);
        }

        /** With another time for a call. */
        public Bounds withCall(Duration other) {
            return new Bounds(answer, other, maxTools, maxMessageBytes);
        }

        /** With another number of tools. */
        public Bounds withMaxTools(int other) {
            return new Bounds(answer, call, other, maxMessageBytes);
        }

        /** With another size of a message. */
        public Bounds withMaxMessageBytes(int other) {
            return new Bounds(answer, call, maxTools, other);
        }
    }
}
