package dev.spindle.bench.speed.contestant;

import dev.spindle.bench.speed.server.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The floor: the least that an expert writes by hand with OkHttp and Jackson's streaming parser.
 *
 * <p>No validation, no events, no journal, no limits, no retry, no supervision. Calls of one reply run at once on a pool.
 */
final class Floor implements Contestant {
    private final FloorHttp http;
    private final FloorTools tools = new FloorTools();
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "floor-tool");
        thread.setDaemon(true);
        return thread;
    });

    Floor(String url) {
        this.http = new FloorHttp(url);
    }

    @Override
    public String ask(Script script, String question) {
        return converse(script).ask(question);
    }

    @Override
    public String listen(Script script, String question, Consumer<String> pieces) {
        return answer(begun(question), script.model(), pieces);
    }

    @Override
    public Conversation converse(Script script) {
        List<FloorMessage> messages = new ArrayList<>();
        messages.add(FloorMessage.of("system", Task.INSTRUCTIONS));
        return question -> {
            messages.add(FloorMessage.of("user", question));
            return answer(messages, script.model(), null);
        };
    }

    private static List<FloorMessage> begun(String question) {
        List<FloorMessage> messages = new ArrayList<>();
        messages.add(FloorMessage.of("system", Task.INSTRUCTIONS));
        messages.add(FloorMessage.of("user", question));
        return messages;
    }

    /** The whole agent. */
    private String answer(List<FloorMessage> messages, String model, @Nullable Consumer<String> pieces) {
        while (true) {
            FloorMessage reply = reply(messages, model, pieces);
            messages.add(reply);
            if (reply.calls().isEmpty()) return String.valueOf(reply.content());
            if (reply.calls().size() == 1) messages.add(tools.call(reply.calls().get(0)));
            else messages.addAll(together(reply.calls()));
        }
    }

    private FloorMessage reply(List<FloorMessage> messages, String model, @Nullable Consumer<String> pieces) {
        try (InputStream body = http.post(FloorWriter.request(model, messages, pieces != null))) {
            return pieces == null ? FloorReader.whole(body) : FloorReader.streamed(body, pieces);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<FloorMessage> together(List<FloorMessage.Call> calls) {
        List<Future<FloorMessage>> running = new ArrayList<>();
        for (FloorMessage.Call call : calls) running.add(pool.submit(() -> tools.call(call)));
        List<FloorMessage> results = new ArrayList<>();
        try {
            for (Future<FloorMessage> result : running) results.add(result.get());
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("A tool of the floor failed", failed);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
        http.close();
    }
}
