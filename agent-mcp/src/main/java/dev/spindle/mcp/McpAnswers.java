package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What servers may ask of their client while they work for a call. What has no answer here is not offered to a server, and refused if
 * it asks all the same. Immutable.
 *
 * @param elicitor puts questions to a person; null to decline them
 * @param roots folders that servers are told to keep to; empty to tell nothing
 * @param sampler asks a model for a server; null to refuse
 */
public record McpAnswers(
        @Nullable Elicitor elicitor,
        List<Root> roots,
        @Nullable Sampler sampler) {
    /** Answers nothing. */
    public static final McpAnswers NONE = new McpAnswers(null, List.of(), null);

    /** Copies the roots. */
    public McpAnswers {
        roots = List.copyOf(roots);
    }

    /** With somebody who answers questions. */
    public McpAnswers withElicitor(Elicitor other) {
        return new McpAnswers(other, roots, sampler);
    }

    /** With folders. */
    public McpAnswers withRoots(Root... others) {
        return new McpAnswers(elicitor, List.of(others), sampler);
    }

    /** With a model for servers. */
    public McpAnswers withSampler(Sampler other) {
        return new McpAnswers(elicitor, roots, other);
    }

    /** A folder or file, by a {@code file:} address, with a name for people. */
    public record Root(URI uri, String name) {}

    /** Puts a server's question to a person. Called from many threads. */
    @FunctionalInterface
    public interface Elicitor {
        /** The person's answer; may take as long as the call has time. */
        Elicited elicit(Elicitation question);
    }

    /**
     * A server's question: a form to fill in, or an address to visit.
     *
     * @param server the name of the source; show it, so that nobody takes the question for the program's own
     * @param message what it asks, in words that may not be true
     * @param schema of the form: a flat object; null if there is an address
     * @param url the address to visit; null if there is a form
     */
    public record Elicitation(
            String server,
            String message,
            @Nullable Json schema,
            @Nullable URI url) {}

    /**
     * What a person answered.
     *
     * @param action what they did
     * @param content what they filled in, an object; fields that are left out get the form's defaults; empty unless accepted
     */
    public record Elicited(Action action, Json content) {
        /** What a person did with a question. */
        public enum Action {
            /** Answered it. */
            ACCEPT,
            /** Said no. */
            DECLINE,
            /** Sent it away without a choice. */
            CANCEL
        }

        /** They answered. */
        public static Elicited accept(Json content) {
            return new Elicited(Action.ACCEPT, content);
        }

        /** They said no. */
        public static Elicited decline() {
            return new Elicited(Action.DECLINE, Json.EMPTY_OBJECT);
        }

        /** They made no choice. */
        public static Elicited cancel() {
            return new Elicited(Action.CANCEL, Json.EMPTY_OBJECT);
        }
    }

    /** Asks a model for a server, which costs money and shows the answer to the server. Called from many threads. */
    @FunctionalInterface
    public interface Sampler {
        /** What the model said; empty if a person or a rule refused. */
        Optional<Sampled> sample(Sampling request);
    }

    /**
     * What a server wants to ask a model.
     *
     * @param server the name of the source
     * @param request the server's own words: messages, systemPrompt, maxTokens and more, as the protocol has them
     */
    public record Sampling(String server, Json request) {}

    /** What a model said, and which one. */
    public record Sampled(String model, String text) {}
}
