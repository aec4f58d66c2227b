package dev.spindle.model.openai;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.http.HttpEndpoint.ServerLimits;
import dev.spindle.http.HttpTransport;
import dev.spindle.json.Json;
import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind an OpenAI-compatible chat-completions endpoint.
 *
 * <p>Each call is one attempt: retries are a policy. It streams exactly when somebody listens. Thread-safe; keep one
 * and share it, for it holds the connections.
 */
public final class OpenAiModel implements Model {
    private static final Logger log = LoggerFactory.getLogger(OpenAiModel.class);
    private static final String OPERATION = "/chat/completions";

    private final Settings settings;
    private final RequestCheck check = new RequestCheck();
    private final RequestWriter writer;
    private final HttpEndpoint whole;
    private final HttpEndpoint streamed;
    private final Failures failures;
    private final ReplyReader.House replies;

    private OpenAiModel(Settings settings) {
        this.settings = settings;
        this.writer = new RequestWriter(settings.dialect());
        this.whole = endpoint(settings, "application/json");
        this.streamed = endpoint(settings, "text/event-stream, application/json");
        this.failures = new Failures(settings, OPERATION);
        this.replies = new ReplyReader.House(settings.timeouts(), failures, new BodyMemory());
    }

    private static HttpEndpoint endpoint(Settings settings, String accept) {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.putIfAbsent("Accept", accept);
        return settings.transport().endpoint(settings.url(OPERATION), headers, settings.timeouts());
    }

    /** A new model client, to be told the model and, for other servers than OpenAI's, the base URL. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The model that the environment names: {@code OPENAI_API_KEY}, {@code OPENAI_MODEL} and, if the server is not
     * OpenAI's, {@code OPENAI_BASE_URL}.
     *
     * @throws AgentException naming the variable that is missing or cannot be used, never what it holds if that may be a secret
     */
    public static OpenAiModel fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    static OpenAiModel fromEnvironment(Map<String, String> environment) {
        String key = required("OPENAI_API_KEY", "the key of your account", environment);
        String baseUrl = environment.getOrDefault("OPENAI_BASE_URL", "").strip();
        Builder builder = builder().model(required("OPENAI_MODEL", "the model to use", environment));
        taken("OPENAI_API_KEY", () -> builder.apiKey(key));
        if (!baseUrl.isEmpty()) taken("OPENAI_BASE_URL", () -> builder.baseUrl(baseUrl));
        return builder.build();
    }

    private static void taken(String variable, Runnable taking) {
        try {
            taking.run();
        } catch (IllegalArgumentException wrong) {
            throw new AgentException("The environment variable " + variable + " cannot be used: " + wrong.getMessage());
        }
    }

    private static String required(String variable, String meaning, Map<String, String> environment) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            throw new AgentException("The environment variable " + variable + " is not set; set it to " + meaning
                    + ", or use OpenAiModel.builder()");
        }
        return value;
    }

    /** The same endpoint with another of its models; connections are shared. */
    public OpenAiModel withModel(String model) {
        return new OpenAiModel(settings.withModel(model));
    }

    /** Embeddings by another model of the same server; key, prices, timeouts and connections are shared. */
    public Embedder embeddings(String model) {
        return new OpenAiEmbeddings(settings.withModel(model));
    }

    @Override
    public String id() {
        return settings.model();
    }

    @Override
    public ModelReply call(ModelCall call) {
        Optional<FinalTool> last = FinalTool.find(settings.dialect(), call);
        if (last.isEmpty()) return ask(call);
        return last.get().answered(ask(last.get().asked()));
    }

    @Override
    public Cost cost(Usage usage) {
        return settings.pricing().cost(settings.model(), usage);
    }

    private ModelReply ask(ModelCall call) {
        String model = call.options()
                .field("model")
                .filter(Json::isString)
                .map(Json::string)
                .orElse(settings.model());
        check.check(model, call);
        List<byte[]> body = writer.write(model, call);
        Exchange exchange = Exchange.begin(settings, OPERATION, body);
        Watch watch =
                Watch.begin(call.context().cancellation(), settings.timeouts().call());
        try (HttpEndpoint.Reply reply = post(body, call)) {
            exchange.answered(reply);
            call.context()
                    .tags()
                    .find(ServerLimits.Listener.TAG)
                    .ifPresent(listener -> listener.heard(ServerLimits.of(reply::findHeader)));
            if (reply.status() < 200 || reply.status() >= 300)
                throw refused(reply, call.context().cancellation());
            ModelReply said = reader(model, reply, call, watch).read();
            exchange.end();
            return writer.decoded(said, call);
        } catch (RuntimeException failure) {
            exchange.failed(failure);
            throw failure;
        }
    }

    private HttpEndpoint.Reply post(List<byte[]> body, ModelCall call) {
        HttpEndpoint endpoint = call.streaming() ? streamed : whole;
        Cancellation cancellation = call.context().cancellation();
        AtomicBoolean sent = new AtomicBoolean();
        try {
            return endpoint.post(body, cancellation, () -> sent.set(true));
        } catch (IOException unanswered) {
            ModelException failure = failures.unreachable(unanswered, sent.get());
            Failures.checkStopped(cancellation, failure);
            throw failure;
        } catch (CancelledException stopped) {
            if (sent.get()) failures.notAwaited(stopped);
            throw stopped;
        }
    }

    private RuntimeException refused(HttpEndpoint.Reply reply, Cancellation cancellation) {
        try {
            return failures.ofStatus(reply);
        } catch (IOException broken) {
            Failures.checkStopped(cancellation);
            return failures.unreachable(broken, false);
        }
    }

    private ReplyReader reader(String model, HttpEndpoint.Reply reply, ModelCall call, Watch watch) {
        return new ReplyReader(
                reply,
                replies,
                new ReplyReader.Prices(settings.pricing(), model),
                new ReplyAssembler(settings.dialect(), call.deltas(), settings.secretsOfReplies()),
                watch);
    }

    /** For people: the model and its address, never the key. */
    @Override
    public String toString() {
        return settings.model() + " at " + settings.shownUrl(OPERATION);
    }

    /** Collects what a model client needs; for one thread. */
    public static final class Builder {
        private String model = "";
        private String apiKey = "";
        private URI baseUrl = URI.create("https://api.openai.com/v1");
        private @Nullable Dialect dialect;
        private Pricing pricing = Pricing.STANDARD;
        private HttpTransport.Timeouts timeouts = HttpTransport.Timeouts.DEFAULT;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final List<String> secrets = new ArrayList<>();
        private @Nullable HttpTransport transport;
        private @Nullable Path records;

        private Builder() {}

        /** The model's name as its server knows it. Required. */
        public Builder model(String name) {
            this.model = name;
            return this;
        }

        /**
         * The key, sent as a bearer token and never shown; without one none is sent, as local servers like it.
         *
         * @throws IllegalArgumentException if it has characters that no header may have; the message does not hold it
         */
        public Builder apiKey(String key) {
            String given = key.strip();
            int place = Settings.placeOfUnsendable(given);
            if (place >= 0) {
                throw new IllegalArgumentException("The API key has a character at place " + (place + 1) + " of "
                        + given.length() + " that no key has; copy it again, as one line of plain ASCII");
            }
            this.apiKey = given;
            return this;
        }

        /**
         * Where the server's {@code /chat/completions} is, for example {@code http://127.0.0.1:11434/v1}.
         *
         * @throws IllegalArgumentException if it is no http or https address, or holds a password; the message never holds that
         */
        public Builder baseUrl(String url) {
            this.baseUrl = ServerUrl.checked(url);
            return this;
        }

        /** How the server departs from others; chosen by its address unless given. */
        public Builder dialect(Dialect other) {
            this.dialect = other;
            return this;
        }

        /** What models cost. */
        public Builder pricing(Pricing other) {
            this.pricing = other;
            return this;
        }

        /** How long things may take. */
        public Builder timeouts(HttpTransport.Timeouts other) {
            this.timeouts = other;
            return this;
        }

        /** A header of every request. Values of those whose name speaks of a key or token are kept out of messages and replies. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /**
         * A text that must appear in no message, log, record or reply, besides the key.
         *
         * <p>Calls are logged under {@code dev.spindle.wire}: that there was one at DEBUG, what was said at TRACE.
         *
         * @throws IllegalArgumentException if it has fewer than four characters, which occur everywhere
         */
        public Builder secret(String text) {
            if (text.length() < Secrets.SHORTEST) {
                throw new IllegalArgumentException("A secret of " + text.length()
                        + " characters occurs in ordinary words; it must have at least " + Secrets.SHORTEST);
            }
            secrets.add(text);
            return this;
        }

        /**
         * A folder in which every call is kept: request, answer and times as one file of JSON, without key and secrets.
         *
         * <p>It holds what users and models say. Files can be read by their owner alone, where the file system knows owners.
         */
        public Builder recordTo(Path folder) {
            this.records = folder;
            return this;
        }

        /** The connections to use; they stay the caller's to close. */
        public Builder transport(HttpTransport other) {
            this.transport = other;
            return this;
        }

        /**
         * The model client.
         *
         * @throws IllegalArgumentException if no model is named, or key or headers have characters that no header may
         *     have
         */
        public OpenAiModel build() {
            if (model.isBlank()) throw new IllegalArgumentException("No model is named; call model(\"…\")");
            Map<String, String> all = new LinkedHashMap<>();
            all.put("User-Agent", "spindle");
            if (!apiKey.isEmpty()) all.put("Authorization", "Bearer " + apiKey);
            all.putAll(headers);
            return new OpenAiModel(new Settings(
                    model,
                    server(all),
                    dialect == null ? Dialect.of(baseUrl) : dialect,
                    pricing,
                    timeouts,
                    transport == null ? HttpTransport.create() : transport));
        }

        private Settings.Server server(Map<String, String> all) {
            List<String> found = new ArrayList<>(Secrets.ofHeaders(all));
            if (!found.isEmpty() && ServerUrl.isOpen(baseUrl)) {
                log.warn("host={} event=key-travels-openly advice=\"use https\"", baseUrl.getHost());
            }
            found.add(apiKey);
            found.addAll(SecretNames.inQuery(baseUrl));
            List<String> telling = new ArrayList<>(secrets);
            for (String secret : found) if (SecretNames.isTelling(secret)) telling.add(secret);
            found.addAll(secrets);
            return new Settings.Server(baseUrl, all, Secrets.of(found), Secrets.of(telling), records);
        }
    }

    /** A model of vectors behind the same endpoint. */
    public interface Embedder extends EmbeddingModel {
        /** Vectors of another length than the model's own, where it can. */
        Embedder withDimensions(int dimensions);

        /** Other than 256 texts at once, as small servers need it. */
        Embedder withBatch(int texts);

        /** Other retries. */
        Embedder withRetry(Backoff backoff, Backoff.Pause pause);
    }
}
