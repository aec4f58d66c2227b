package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.http.Backoff;
import dev.spindle.http.HttpEndpoint.Reply;
import dev.spindle.http.SseStream;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one request that comes at the end of a stream of messages, over as many connections as it takes. For one use.
 *
 * @param others takes what comes before the answer
 * @param continuation opens the stream again from an event on
 * @param secrets what is taken out of the messages
 */
record AnswerStream(
        Message.Request request,
        Deadline deadline,
        Cancellation cancellation,
        Consumer<Message> others,
        Continuation continuation,
        GivenSecrets secrets) {
    private static final Logger log = LoggerFactory.getLogger(AnswerStream.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_CONNECTIONS = 100;

    /** Opens a stream again. */
    @FunctionalInterface
    interface Continuation {
        Reply open(String lastEventId, Deadline deadline, Cancellation cancellation) throws IOException;
    }

    /** Reads to the answer. The first reply is the caller's to close. */
    Message read(Reply first, int maxBytes) throws IOException {
        Place place = new Place();
        Message answer = read(place, first, maxBytes);
        for (int count = 1; answer == null; count++) {
            if (place.lastEventId.isEmpty()) throw new IOException("the stream ended before the answer");
            if (count > MOST_CONNECTIONS)
                throw new IOException("the stream ended " + count + " times before the answer");
            Backoff.Pause.REAL.take(place.pause(deadline), cancellation);
            if (deadline.isOver()) throw late();
            try (Reply next = continuation.open(place.lastEventId, deadline, cancellation)) {
                next.readWithin(deadline.left());
                answer = read(place, next, maxBytes);
            }
        }
        return answer;
    }

    private @Nullable Message read(Place place, Reply reply, int maxBytes) throws IOException {
        SseStream stream = new SseStream(reply.body(), maxBytes);
        try {
            for (SseStream.Event event = stream.next(); event != null; event = stream.next()) {
                Message message = findMessage(event, secrets);
                if (message == null) continue;
                if (isAnswer(message)) return message;
                // What lies in a buffer is read without waiting, and so past any deadline.
                cancellation.check();
                if (deadline.isOver()) throw late();
                others.accept(message);
            }
        } catch (Lines.TooLongException | SocketTimeoutException limit) {
            throw limit;
        } catch (IOException broken) {
            cancellation.check();
            place.note(stream);
            if (place.lastEventId.isEmpty() || deadline.isOver()) throw broken;
            log.debug("a stream broke and is opened again", broken);
            return null;
        }
        place.note(stream);
        return null;
    }

    private SocketTimeoutException late() {
        return new SocketTimeoutException("no answer within " + deadline.length());
    }

    private boolean isAnswer(Message message) {
        if (message instanceof Message.Result result) return result.id().equals(request.id());
        return message instanceof Message.Failure failure
                && (failure.id() == null || failure.id().equals(request.id()));
    }

    /** The message of an event; null if it holds none, as those that only name a place to go on from. */
    static @Nullable Message findMessage(SseStream.Event event, GivenSecrets secrets) {
        String data = secrets.removedFrom(event.data());
        if (data.isBlank()) return null;
        try {
            return Message.parse(data);
        } catch (JsonException noMessage) {
            log.debug("an event that is no message: {}", CleanText.line(data, 200));
            return null;
        }
    }

    /** Where a stream is to go on, and when. */
    private static final class Place {
        private String lastEventId = "";
        private @Nullable Duration retry;

        private void note(SseStream stream) {
            if (!stream.lastEventId().isEmpty()) lastEventId = stream.lastEventId();
            if (stream.retry() != null) retry = stream.retry();
        }

        private Duration pause(Deadline deadline) {
            Duration most = deadline.length().isZero() || deadline.left().compareTo(LONGEST_PAUSE) > 0
                    ? LONGEST_PAUSE
                    : deadline.left();
            Duration asked = retry == null ? PAUSE : retry;
            return asked.compareTo(most) > 0 ? most : asked;
        }
    }
}
