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
        try (FloorRequest request = new FloorRequest(script.model(), false)) {
            return answer(request, question, null);
        }
    }

    @Override
    public String listen(Script script, String question, Consumer<String> pieces) {
        try (FloorRequest request = new FloorRequest(script.model(), true)) {
            return answer(request, question, pieces);
        }
    }

    @Override
    public Conversation converse(Script script) {
        FloorRequest request = new FloorRequest(script.model(), false);
        return question -> answer(request, question, null);
    }

    /** The whole agent. */
    private String answer(FloorRequest request, String question, @Nullable Consumer<String> pieces) {
        request.add("user", question);
        while (true) {
            FloorMessage reply = reply(request, pieces);
            request.add(reply);
            if (reply.calls().isEmpty()) return String.valueOf(reply.content());
            if (reply.calls().size() == 1) request.add(tools.call(reply.calls().get(0)));
            else together(reply.calls()).forEach(request::add);
        }
    }

    private FloorMessage reply(FloorRequest request, @Nullable Consumer<String> pieces) {
        try (InputStream body = http.post(request.body())) {
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
