package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who listen what of a server has changed. Thread-safe: whoever tells never waits for whoever listens, and what was told twice
 * before it was heard is heard once.
 */
final class Changes {
    private static final int MOST_LISTENERS = 1_000;

    private final Set<Listening> listeners = new CopyOnWriteArraySet<>();

    /**
     * What has changed.
     *
     * @param kind of what
     * @param uri of a resource; null for a list
     */
    record Change(Kind kind, @Nullable String uri) {
        static final Change TOOLS = new Change(Kind.TOOLS, null);
        static final Change RESOURCES = new Change(Kind.RESOURCES, null);
        static final Change PROMPTS = new Change(Kind.PROMPTS, null);

        static Change resource(String uri) {
            return new Change(Kind.RESOURCE, uri);
        }

        /**
         * What a client is told.
         *
         * @param subscription that it belongs to; null in the generation with sessions
         */
        Message.Notification notification(@Nullable Json subscription) {
            Fields params = Fields.none().and("uri", uri);
            if (subscription != null) params.and(Versions.META, Fields.of(Versions.META_SUBSCRIPTION, subscription));
            return new Message.Notification(kind.method, params.isEmpty() ? null : params.json());
        }
    }

    /** What can change. */
    enum Kind {
        TOOLS("notifications/tools/list_changed", "toolsListChanged"),
        RESOURCES("notifications/resources/list_changed", "resourcesListChanged"),
        PROMPTS("notifications/prompts/list_changed", "promptsListChanged"),
        RESOURCE("notifications/resources/updated", "resourceSubscriptions");

        private final String method;
        private final String field;

        Kind(String method, String field) {
            this.method = method;
            this.field = field;
        }
    }

    /**
     * What a client of the newest generation wants to hear of.
     *
     * @param kinds of lists
     * @param uris of resources
     */
    record Filter(Set<Kind> kinds, Set<String> uris) implements Predicate<Change> {
        private static final int MOST_URIS = 1_000;

        static Filter of(Json wanted) {
            Set<Kind> kinds = new LinkedHashSet<>();
            for (Kind kind : List.of(Kind.TOOLS, Kind.RESOURCES, Kind.PROMPTS))
                if (Fields.isTrue(wanted, kind.field)) kinds.add(kind);
            Set<String> uris = new LinkedHashSet<>();
            Fields.items(wanted, Kind.RESOURCE.field).stream()
                    .filter(Json::isString)
                    .limit(MOST_URIS)
                    .forEach(uri -> uris.add(uri.string()));
            return new Filter(kinds, uris);
        }

        @Override
        public boolean test(Change change) {
            return change.uri() == null ? kinds.contains(change.kind()) : uris.contains(change.uri());
        }

        /** As the protocol says it. */
        Json json() {
            Fields fields = Fields.none();
            kinds.forEach(kind -> fields.and(kind.field, true));
            if (!uris.isEmpty()) fields.and(Kind.RESOURCE.field, List.copyOf(uris));
            return fields.json();
        }
    }

    void tell(Change change) {
        listeners.forEach(listener -> listener.hear(change));
    }

    /** Nothing will change any more: who listens has heard all. */
    void close() {
        listeners.forEach(Listening::close);
    }

    /**
     * Listens from now on.
     *
     * @throws RpcException if too many do
     */
    Listening listen(Predicate<Change> wanted) {
        if (listeners.size() >= MOST_LISTENERS) throw new RpcException(Refusals.TOO_MANY);
        Listening listening = new Listening(wanted);
        listeners.add(listening);
        return listening;
    }

    /** Somebody who listens. Close it to hear no more. */
    final class Listening implements AutoCloseable {
        private static final int MOST_WAITING = 10_000;

        private final Predicate<Change> wanted;
        private final Set<Change> waiting = new LinkedHashSet<>();
        private boolean over;

        private Listening(Predicate<Change> wanted) {
            this.wanted = wanted;
        }

        private synchronized void hear(Change change) {
            if (over || waiting.size() >= MOST_WAITING || !wanted.test(change)) return;
            waiting.add(change);
            notifyAll();
        }

        /** The next change; empty if there was none for so long, or there will be none. */
        synchronized Optional<Change> next(Duration patience) throws InterruptedException {
            long until = System.nanoTime() + patience.toNanos();
            while (waiting.isEmpty() && !over) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) return Optional.empty();
                wait(left);
            }
            Iterator<Change> first = waiting.iterator();
            if (!first.hasNext()) return Optional.empty();
            Change change = first.next();
            first.remove();
            return Optional.of(change);
        }

        /** Whether there will be none any more. */
        synchronized boolean isOver() {
            return over && waiting.isEmpty();
        }

        @Override
        public void close() {
            listeners.remove(this);
            synchronized (this) {
                over = true;
                notifyAll();
            }
        }
    }

    /** The resources that a client of the generation with sessions hears of, besides all lists. Thread-safe. */
    static final class Subscriptions implements Predicate<Change> {
        private static final int MOST = 1_000;

        private final Set<String> uris = new HashSet<>();

        synchronized void add(String uri) {
            if (uris.size() >= MOST) throw new RpcException(Refusals.TOO_MANY);
            uris.add(uri);
        }

        synchronized void remove(String uri) {
            uris.remove(uri);
        }

        @Override
        public synchronized boolean test(Change change) {
            return change.uri() == null || uris.contains(change.uri());
        }
    }
}
