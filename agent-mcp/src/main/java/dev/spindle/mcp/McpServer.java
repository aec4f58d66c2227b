package dev.spindle.mcp;

import com.sun.net.httpserver.HttpServer;
import dev.spindle.Agent;
import dev.spindle.mcp.Changes.Change;
import dev.spindle.tool.ToolRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tools and agents of this program as a server of the Model Context Protocol, for clients of either generation.
 *
 * <pre>{@code
 * McpServer server = McpServer.builder("orders", "1.0").tools(ToolRegistry.of(ToolFunction.scan(new OrderTools()))).build();
 * try (McpServer.Listening open = server.listen(8080)) { … }
 * }</pre>
 *
 * <p>Over HTTP only who names this machine, comes from no page of another and has the token, if there is one, is heard. A tool that
 * needs approval, and an agent whose run waits for one, has the person at the client asked; a client that cannot ask one is told so, with
 * the run's id. Thread-safe.
 */
public final class McpServer {
    private static final int MOST_THREADS = 512;
    /** Read by the JDK before the first of its servers is made; without it, the end of each answer is held back for 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final ServerDesk desk;
    private final Gate gate;

    private McpServer(ServerDesk desk, Gate gate) {
        this.desk = desk;
        this.gate = gate;
    }

    /** A server of this name and version, without anything yet. */
    public static Builder builder(String name, String version) {
        return new Builder(name, version);
    }

    /**
     * Serves the one client at the standard input and output of this process, until its input ends.
     *
     * <p>The output belongs to the protocol alone: from now on, what anybody prints goes to the standard error.
     *
     * @throws IOException if the input cannot be read
     */
    public void serveStdio() throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        serve(System.in, out);
    }

    /**
     * Serves one client over these streams, until the input ends.
     *
     * @throws IOException if the input cannot be read
     */
    public void serve(InputStream in, OutputStream out) throws IOException {
        new StdioDoor(desk, out).serve(in);
    }

    /**
     * Serves clients over HTTP at the loopback address, path {@code /mcp}.
     *
     * @param port 0 for any that is free
     * @throws IOException if the port cannot be had
     */
    public Listening listen(int port) throws IOException {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Serves clients over HTTP at an address, path {@code /mcp}.
     *
     * <p>The server is the JDK's. A program that has made another of these before should be started with {@code
     * -Dsun.net.httpserver.nodelay=true}, or answers take 40 ms more; else this sees to it.
     *
     * @throws IOException if the address cannot be had
     * @throws IllegalStateException if others than this machine could come, and there is no token
     */
    public Listening listen(InetSocketAddress address) throws IOException {
        if (!address.getAddress().isLoopbackAddress() && gate.token() == null)
            throw new IllegalStateException(
                    address + " can be reached from elsewhere; set Builder.token, or use the loopback address");
        if (System.getProperty(NO_DELAY) == null) System.setProperty(NO_DELAY, "true");
        HttpServer http = HttpServer.create(address, 0);
        HttpDoor door = new HttpDoor(desk, gate);
        http.createContext("/mcp", door);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), McpServer::daemon);
        http.setExecutor(threads);
        http.start();
        return new Listening(http, door, threads);
    }

    /** Tells clients that other tools are there now, or other descriptions of them. Does not wait for them. */
    public void toolsChanged() {
        desk.changes().tell(Change.TOOLS);
    }

    /** Tells clients that there are other resources now. Does not wait for them. */
    public void resourcesChanged() {
        desk.changes().tell(Change.RESOURCES);
    }

    /** Tells clients that there are other prompts now. Does not wait for them. */
    public void promptsChanged() {
        desk.changes().tell(Change.PROMPTS);
    }

    /** Tells the clients that want to know that a resource says something else now. Does not wait for them. */
    public void resourceChanged(String uri) {
        desk.changes().tell(Change.resource(uri));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "spindle-mcp-http");
        thread.setDaemon(true);
        return thread;
    }

    /** A server that listens. Close it to stop; what is under way is cancelled. */
    public static final class Listening implements AutoCloseable {
        private final HttpServer http;
        private final HttpDoor door;
        private final ThreadPoolExecutor threads;

        private Listening(HttpServer http, HttpDoor door, ThreadPoolExecutor threads) {
            this.http = http;
            this.door = door;
            this.threads = threads;
        }

        /** Where it listens. */
        public URI uri() {
            InetSocketAddress address = http.getAddress();
            String host = address.getAddress().isAnyLocalAddress()
                    ? "localhost"
                    : address.getAddress().getHostAddress();
            return URI.create(
                    "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/mcp");
        }

        @Override
        public void close() {
            door.close();
            http.stop(0);
            threads.shutdownNow();
        }
    }

    /** Puts a server together. For one thread. */
    public static final class Builder {
        private final String name;
        private final String version;
        private final List<ToolRegistry> tools = new ArrayList<>();
        private final Set<String> hosts = new HashSet<>();
        private McpLibrary library = McpLibrary.EMPTY;
        private String instructions = "";
        private @Nullable String token;

        private Builder(String name, String version) {
            this.name = name;
            this.version = version;
        }

        /** Adds tools; where names meet, the first has it. */
        public Builder tools(ToolRegistry registry) {
            tools.add(registry);
            return this;
        }

        /** Adds an agent as one tool, which takes a request in words. */
        public Builder agent(Agent agent, String toolName, String description) {
            return tools(ToolRegistry.of(List.of(agent.asTool(toolName, description))));
        }

        /** Resources, prompts and completions. */
        public Builder library(McpLibrary other) {
            library = other;
            return this;
        }

        /** What the models of clients should know of this server. */
        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        /** A bearer token that each request over HTTP must carry. */
        public Builder token(String secret) {
            if (secret.isBlank()) throw new IllegalArgumentException("The token is empty; leave it out to have none");
            token = secret;
            return this;
        }

        /** Names by which clients may reach this server over HTTP, besides those of the loopback address. */
        public Builder hosts(String... names) {
            hosts.addAll(List.of(names));
            return this;
        }

        /** The server. */
        public McpServer build() {
            ToolDesk desk = new ToolDesk(ToolRegistry.union(tools));
            ServerDesk whole = new ServerDesk(
                    Identity.of(name, version), instructions, desk, library, StateSeal.random(), new Changes());
            return new McpServer(whole, new Gate(Set.copyOf(hosts), token));
        }
    }
}
