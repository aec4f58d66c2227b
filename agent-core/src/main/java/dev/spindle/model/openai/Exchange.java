package dev.spindle.model.openai;

import dev.spindle.http.HttpEndpoint;
import java.util.List;

/** Hears what goes over the wire in one call. */
interface Exchange {
    /** Hears nothing, which costs nothing. */
    Exchange UNSEEN = new Exchange() {
        @Override
        public void answered(HttpEndpoint.Reply reply) {}

        @Override
        public void end() {}

        @Override
        public void failed(Exception failure) {}
    };

    /** Something is about to be sent. */
    static Exchange begin(Settings settings, String operation, List<byte[]> body) {
        return SeenExchange.isWanted(settings) ? new SeenExchange(settings, operation, body) : UNSEEN;
    }

    /** The answer begins. */
    void answered(HttpEndpoint.Reply reply);

    /** The answer was read. */
    void end();

    /** There is no answer, or none that can be read. */
    void failed(Exception failure);
}
