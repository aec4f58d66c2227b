package dev.spindle.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a server that is spoken to over its standard input and output. What it writes to its standard error is logged. */
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_LINES = 2_000;
    private static final int LAST_LINES = 3;
    private static final Duration LAST_READING = Duration.ofSeconds(2);

    /** What a program needs to find itself and its files; nothing that may be a secret. */
    private static final String[] INHERITED = {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "TERM",
        "LANG",
        "LC_ALL",
        "TZ",
        "TMPDIR",
        "SystemRoot",
        "SystemDrive",
        "ComSpec",
        "PATHEXT",
        "TEMP",
        "TMP",
        "USERPROFILE",
        "USERNAME",
        "HOMEDRIVE",
        "HOMEPATH",
        "APPDATA",
        "LOCALAPPDATA",
        "ProgramFiles",
        "PROCESSOR_ARCHITECTURE"
    };

    private final String name;
    private final Process process;
    private final GivenSecrets secrets;
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final CountDownLatch errorsRead = new CountDownLatch(1);

    private ServerProcess(String name, Process process, GivenSecrets secrets) {
        this.name = name;
        this.process = process;
        this.secrets = secrets;
    }

    static ServerProcess start(String name, McpSource.Command command, GivenSecrets secrets) {
        ProcessBuilder builder = new ProcessBuilder(command.line());
        if (command.folder() != null) builder.directory(command.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(command.environment()));
        try {
            ServerProcess server = new ServerProcess(name, builder.start(), secrets);
            Threads.start("errors-" + name, server::logErrors);
            return server;
        } catch (IOException noProgram) {
            throw new McpException(
                    "The MCP server '" + name + "' cannot be started: "
                            + CleanText.line(String.valueOf(noProgram.getMessage()), 300)
                            + "; check its command, and that the program is installed",
                    noProgram);
        }
    }

    private static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>();
        for (String variable : INHERITED) {
            String value = System.getenv(variable);
            if (value != null) environment.put(variable, value);
        }
        environment.putAll(own);
        return environment;
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended, for an error message. Waits for its last words, but not for ever: a child of it may hold their pipe. */
    String end() {
        String how = "its output is closed";
        try {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                how = "exit code " + process.exitValue();
                if (!errorsRead.await(LAST_READING.toNanos(), TimeUnit.NANOSECONDS))
                    log.debug("{}: a child of it holds its standard error open", name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (lastWords) {
            return lastWords.isEmpty() ? how : how + "; its last words: " + String.join(" | ", lastWords);
        }
    }

    private void logErrors() {
        Lines lines = new Lines(process.getErrorStream(), MOST_BYTES);
        try {
            int count = 0;
            for (String line = lines.next(); line != null; line = lines.next()) logError(line, ++count);
        } catch (Lines.TooLongException flood) {
            log.warn("{} writes too long lines to its standard error; the rest is not logged", name);
            drain(process.getErrorStream());
        } catch (IOException closed) {
            log.debug("{}: its standard error is closed", name, closed);
        } finally {
            errorsRead.countDown();
        }
    }

    private void logError(String line, int count) {
        String words = CleanText.line(secrets.removedFrom(line), LONGEST_LINE);
        if (count <= MOST_LINES) log.info("{}: {}", name, words);
        if (count == MOST_LINES) log.warn("{} has written {} lines; the rest is not logged", name, count);
        synchronized (lastWords) {
            lastWords.add(CleanText.line(words, 200));
            if (lastWords.size() > LAST_LINES) lastWords.remove();
        }
    }

    /** A pipe that nobody reads would stop the server. */
    private static void drain(InputStream in) {
        byte[] chunk = new byte[8192];
        try {
            int read = in.read(chunk);
            while (read >= 0) read = in.read(chunk);
        } catch (IOException closed) {
            log.debug("drained", closed);
        }
    }

    /** Does something when it has ended, and what it said until then had time to be read. */
    void afterEnd(Runnable then) {
        Threads.start("end-" + name, () -> {
            try {
                process.waitFor();
                TimeUnit.NANOSECONDS.sleep(LAST_READING.toNanos());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            then.run();
        });
    }

    /** Ends it and all that it has started: asked first, by the end of its input, and killed if it does not hear. */
    void end(boolean patient) {
        Set<ProcessHandle> started = new HashSet<>(process.descendants().toList());
        // Who writes to a server that does not read holds the stream: waiting for it here would be waiting for ever.
        Threads.start("close-" + name, this::closeInput);
        try {
            if (patient) process.waitFor(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        started.addAll(process.descendants().toList());
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            log.debug("{}: its standard input is closed", name, alreadyGone);
        }
    }
}
