package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear how far which request is. Thread-safe. */
final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final int LONGEST = 500;
    private static final int MOST_A_REQUEST = 1_000;

    private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();

    /** Somebody who wants to hear of one request, and how often they have. */
    private record Watcher(Consumer<String> hears, AtomicInteger times) {}

    void watch(Json token, Consumer<String> watcher) {
        watchers.put(token.text(), new Watcher(watcher, new AtomicInteger()));
    }

    void forget(Json token) {
        watchers.remove(token.text());
    }

    /** Takes the parameters of a notification; of one request, the first thousand count. */
    void heard(Json params) {
        String token = params.find("progressToken").orElse(Json.NULL).text();
        Watcher watcher = watchers.get(token);
        if (watcher == null || watcher.times().incrementAndGet() > MOST_A_REQUEST) return;
        try {
            watcher.hears().accept(words(params));
        } catch (RuntimeException failed) {
            watchers.remove(token, watcher);
            log.warn("who watches a call failed, and hears no more of how far it is", failed);
        }
    }

    private static String words(Json params) {
        String message = CleanText.line(Fields.string(params, "message"), LONGEST);
        String done = number(params, "progress");
        String total = number(params, "total");
        String far = done.isEmpty() || total.isEmpty() ? done : done + " of " + total;
        if (message.isEmpty()) return far;
        return far.isEmpty() ? message : message + " (" + far + ")";
    }

    private static String number(Json params, String field) {
        return params.find(field)
                .filter(Json::isNumber)
                .map(Json::text)
                .filter(text -> text.length() < 30)
                .orElse("");
    }
}
