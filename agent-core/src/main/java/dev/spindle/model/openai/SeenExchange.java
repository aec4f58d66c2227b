package dev.spindle.model.openai;

import dev.spindle.http.HttpEndpoint;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that is logged, and kept in a file of its own if asked for; secrets are taken out. For one use, by one thread. */
final class SeenExchange implements Exchange {
    private static final Logger log = LoggerFactory.getLogger("dev.spindle.wire");
    private static final int MOST_KEPT = 16 * 1024 * 1024;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> HEADERS = List.of(
            "content-type",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "x-request-id",
            "x-ratelimit-limit-requests",
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-requests",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-requests",
            "x-ratelimit-reset-tokens");

    private final Settings settings;
    private final String url;
    private final boolean whole;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Instant started = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final String request;
    private final Kept answer = new Kept();
    private final Map<String, Json> headers = new LinkedHashMap<>();
    private int status;

    SeenExchange(Settings settings, String operation, List<byte[]> body) {
        this.settings = settings;
        this.url = settings.shownUrl(operation).toString();
        this.whole = log.isTraceEnabled() || settings.records() != null;
        this.request = whole ? clean(text(body)) : "";
        log.debug("call={} url={} model={} event=sent", id, url, settings.model());
        log.trace("call={} request={}", id, request);
    }

    /** Whether anybody wants to see what such a client sends. */
    static boolean isWanted(Settings settings) {
        return log.isDebugEnabled() || settings.records() != null;
    }

    private static String text(List<byte[]> pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.forEach(whole::writeBytes);
        return whole.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void answered(HttpEndpoint.Reply reply) {
        status = reply.status();
        if (whole) reply.copyTo(answer);
        for (String name : HEADERS) reply.findHeader(name).ifPresent(value -> headers.put(name, Json.of(clean(value))));
    }

    @Override
    public void end() {
        finish(null);
    }

    @Override
    public void failed(Exception failure) {
        finish(clean(String.valueOf(failure.getMessage())));
    }

    private void finish(@Nullable String failure) {
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        String outcome = failure == null ? "answered" : "failed";
        log.debug("call={} url={} status={} millis={} event={}", id, url, status, millis, outcome);
        if (!whole) return;
        String body = answer.isCut() ? cleanBeginning(answer.text()) : clean(answer.text());
        log.trace("call={} answer={} failure={}", id, body, failure);
        if (settings.records() != null) record(settings.records(), body, millis, failure);
    }

    private void record(Path folder, String body, long millis, @Nullable String failure) {
        String name = NAME.format(started) + "-" + id;
        Map<String, Json> record = new LinkedHashMap<>();
        record.put("id", Json.of(name));
        record.put("url", Json.of(url));
        record.put("started", Json.of(started.toString()));
        record.put("millis", Json.of(millis));
        record.put("request", json(request));
        record.put("status", Json.of(status));
        record.put("headers", Json.object(headers));
        record.put(body.stripLeading().startsWith("{") ? "responseBody" : "sse", Json.of(body));
        if (failure != null) record.put("failure", Json.of(failure));
        try {
            Files.createDirectories(folder);
            Path file = Files.createFile(folder.resolve(name + ".json"), permissions(folder));
            Files.writeString(file, Json.object(record).text() + "\n");
        } catch (IOException unwritable) {
            log.warn("call={} folder={} event=not-recorded", id, folder, unwritable);
        }
    }

    /** As JSON, unless taking a secret out has broken it. */
    private static Json json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException broken) {
            return Json.of(text);
        }
    }

    private static FileAttribute<?>[] permissions(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
    }

    private String clean(String text) {
        return settings.secrets().removedFrom(text);
    }

    /** The same of a text that goes on: its end may be the beginning of a secret, and is left out then. */
    private String cleanBeginning(String text) {
        return new CleanText(settings.secrets()).add(text);
    }

    /** Keeps the beginning of what is written to it. */
    private static final class Kept extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            if (bytes.size() < MOST_KEPT) bytes.write(octet);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, Math.min(length, MOST_KEPT - bytes.size()));
        }

        private boolean isCut() {
            return bytes.size() == MOST_KEPT;
        }

        private String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
