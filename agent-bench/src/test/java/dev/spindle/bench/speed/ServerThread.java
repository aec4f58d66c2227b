package dev.spindle.bench.speed;

import dev.spindle.bench.speed.server.ModelServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The model server on a thread of this process. */
record ServerThread(ModelServer server, Thread thread) implements AutoCloseable {
    static ServerThread started() throws IOException {
        ModelServer server = ModelServer.open();
        Thread thread = new Thread(() -> serve(server), "model-server");
        thread.start();
        return new ServerThread(server, thread);
    }

    private static void serve(ModelServer server) {
        try {
            server.serve();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        thread.join();
    }
}
