package dev.spindle.model.openai;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the exception whose kind says what to do. */
final class Failures {
    private static final int LONGEST_ERROR_BODY = 64 * 1024;
    private static final int LONGEST_QUOTE = 500;
    private static final List<String> QUOTA_WORDS =
            List.of("insufficient_quota", "billing_hard_limit_reached", "insufficient_credits", "billing_not_active");
    private static final List<String> CONTEXT_WORDS = List.of(
            "context_length_exceeded",
            "maximum context length",
            "context window",
            "context length",
            "prompt is too long",
            "exceeds the available context size",
            "input is too long");
    private static final List<String> TRANSIENT_WORDS =
            List.of("server_error", "internal_error", "overloaded", "timeout", "unavailable", "bad_gateway");

    private final Settings settings;
    private final URI url;
    private final Secrets secrets;

    Failures(Settings settings, String operation) {
        this.settings = settings;
        this.url = settings.shownUrl(operation);
        this.secrets = settings.secrets();
    }

    /** Of an answer whose status is not 2xx; reads its body. */
    ModelException ofStatus(HttpEndpoint.Reply reply) throws IOException {
        String body = new String(reply.body().readNBytes(LONGEST_ERROR_BODY), StandardCharsets.UTF_8);
        ServerError error = ServerError.ofBody(body, secrets);
        if (reply.status() >= 300 && reply.status() < 400) error = redirect(reply);
        return ofError(error, reply, null);
    }

    private ServerError redirect(HttpEndpoint.Reply reply) {
        String target = shown(reply.findHeader("location").orElse("an address it does not name"));
        return ServerError.ofWords(
                "redirected to " + target + "; redirects are not followed, so set that as the base URL");
    }

    /** Of an error that a server reports within a reply. */
    ModelException ofError(Json error, HttpEndpoint.Reply reply, @Nullable ModelReply partial) {
        return ofError(ServerError.of(error, secrets), reply, partial);
    }

    private ModelException ofError(ServerError error, HttpEndpoint.Reply reply, @Nullable ModelReply partial) {
        Details details = new Details(
                reply.status(),
                error.type(),
                error.code(),
                error.param(),
                requestId(reply),
                error.words(),
                partial,
                null);
        int status = reply.status() >= 300 ? reply.status() : error.status();
        return ofKind(status, details, retryAfter(reply), serversWordOnRetry(reply));
    }

    private ModelException ofKind(
            int status, Details details, @Nullable Duration retryAfter, @Nullable Boolean serversWord) {
        String words = (details.type() + ' ' + details.code() + ' ' + details.serverWords()).toLowerCase(Locale.ROOT);
        String what = (status == 0 ? "An error in the reply" : status) + " from " + url + ": " + details.serverWords();
        if (status == 402 || containsAny(words, QUOTA_WORDS)) {
            return new ModelException.QuotaExhausted(what + "; top up the account, or use another one", details);
        }
        if (isContext(status, words)) {
            return new ModelException.ContextTooLong(what + "; shorten the conversation", details);
        }
        if (status == 401 || status == 403 || words.contains("invalid_api_key")) {
            return new ModelException.Unauthorized(what + "; " + Hints.onKey(settings), details);
        }
        if (status == 429 || words.contains("rate_limit") || words.contains("slow_down")) {
            return new ModelException.RateLimited(what, details.withRetry(ifFalse(serversWord)), retryAfter);
        }
        if (isTransient(status, words)) {
            return new ModelException.Unavailable(what, details.withRetry(ifFalse(serversWord)), retryAfter, null);
        }
        String hint = status == 404 || status == 405 ? "; " + Hints.onAddress(settings, words) : "";
        // A server may know better than its status, but a bad request stays bad.
        return new ModelException.Rejected(what + hint, status == 400 ? details : details.withRetry(serversWord));
    }

    private static boolean isContext(int status, String words) {
        boolean maybe = status == 0 || status == 400 || status == 413 || status == 422;
        return maybe && containsAny(words, CONTEXT_WORDS);
    }

    private static boolean isTransient(int status, String words) {
        if (status == 0) return containsAny(words, TRANSIENT_WORDS);
        return status == 408 || status == 409 || status == 425 || status >= 500;
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    private static @Nullable Boolean ifFalse(@Nullable Boolean word) {
        return Boolean.FALSE.equals(word) ? word : null;
    }

    private static @Nullable Boolean serversWordOnRetry(HttpEndpoint.Reply reply) {
        String word = reply.findHeader("x-should-retry").orElse("").strip();
        if (word.equalsIgnoreCase("true")) return Boolean.TRUE;
        return word.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    private static @Nullable Duration retryAfter(HttpEndpoint.Reply reply) {
        return reply.findRetryAfter(Instant.now()).orElse(null);
    }

    private String requestId(HttpEndpoint.Reply reply) {
        Optional<String> id = reply.findHeader("x-request-id").or(() -> reply.findHeader("request-id"));
        return shown(id.or(() -> reply.findHeader("apim-request-id")).orElse(""));
    }

    /** What a server said, for people. */
    private String shown(String text) {
        return ServerError.shortened(text, LONGEST_QUOTE, secrets);
    }

    /**
     * Of a connection that could not be made, or a time that was up before the answer began.
     *
     * @param sent whether the server has got the request, so that it may have cost something
     */
    ModelException unreachable(IOException cause, boolean sent) {
        String why = cause instanceof InterruptedIOException ? "no answer in time" : shown(words(cause));
        String remedy = cause instanceof SSLException
                ? "see that this JDK trusts the certificate of the server, or of the proxy before it (javax.net.ssl.trustStore)"
                : "check the base URL, and that the server runs";
        String what = "No answer from " + url + ": " + why + "; " + remedy;
        Details details = Details.of(why).withPartial(sent ? unread() : null);
        return new ModelException.Unavailable(what, details, null, CleanCause.of(cause, secrets));
    }

    /** What has arrived of a reply if nothing has, or nothing that can be read: the model may have worked, which has to be paid. */
    static ModelReply unread() {
        return new ModelReply(
                AssistantMessage.of(""), Finish.OTHER, "", "", new Spent(Usage.NONE, Cost.UNKNOWN), List.of());
    }

    /** Adds to a cancellation what the request may cost, which was sent and not answered. */
    void notAwaited(CancelledException stopped) {
        String what = "No answer from " + url + ": it was not awaited";
        stopped.addSuppressed(
                new ModelException.Unavailable(what, Details.of(what).withPartial(unread()), null, null));
    }

    /** Of a reply that broke off. */
    ModelException brokenOff(String how, HttpEndpoint.Reply reply, ModelReply partial, @Nullable IOException cause) {
        String why = shown(how);
        String what = "The reply from " + url + " broke off: " + why + ", after " + arrived(partial);
        Details details =
                Details.of(why).withAnswer(reply.status(), requestId(reply)).withPartial(partial);
        if (cause instanceof HttpEndpoint.Reply.TooLargeException)
            return new ModelException.Garbled(what, details, cause);
        Throwable clean = cause == null ? null : CleanCause.of(cause, secrets);
        return new ModelException.Unavailable(what, details, null, clean);
    }

    /**
     * Of an answer that is no reply.
     *
     * @param quoted what came instead, or its beginning; empty if there is nothing to show
     */
    ModelException garbled(String why, String quoted, HttpEndpoint.Reply reply, @Nullable ModelReply partial) {
        return ofShown(why, quoted.isEmpty() ? "" : ServerError.excerpt(quoted, secrets), reply, partial);
    }

    private ModelException ofShown(String why, String shown, HttpEndpoint.Reply reply, @Nullable ModelReply partial) {
        String what = "No reply from " + url + ": " + why + (shown.isEmpty() ? "" : ": " + shown);
        Details details = Details.of(shown.isEmpty() ? why : shown);
        return new ModelException.Garbled(
                what, details.withAnswer(reply.status(), requestId(reply)).withPartial(partial), null);
    }

    /** Of JSON, or its beginning, that holds no reply. */
    ModelException noChoices(String beginning, HttpEndpoint.Reply reply) {
        return ofShown(
                "no choices in it", ServerError.ofBody(beginning, secrets).words(), reply, unread());
    }

    /** Of a reply that promises tool calls and has none: asked again, a model mostly does better. */
    ModelException promisedCalls(String finish, HttpEndpoint.Reply reply, ModelReply partial) {
        String why = "the finish reason is " + shown(finish) + ", but there is no tool call";
        Details details =
                Details.of(why).withAnswer(reply.status(), requestId(reply)).withPartial(partial);
        return new ModelException.Garbled("No reply from " + url + ": " + why, details.withRetry(true), null);
    }

    /** Throws {@link CancelledException} if the caller wants no reply any more, so that nobody tries again. */
    static void checkStopped(Cancellation cancellation) {
        cancellation.check();
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted) throw new CancelledException("interrupted while waiting for a reply");
    }

    /** The same, with what had arrived by then, since it has to be paid. */
    static void checkStopped(Cancellation cancellation, ModelException begun) {
        try {
            checkStopped(cancellation);
        } catch (CancelledException stopped) {
            stopped.addSuppressed(begun);
            throw stopped;
        }
    }

    static String words(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String arrived(ModelReply partial) {
        int characters = partial.message().text().length();
        int calls = partial.message().toolCalls().size();
        return characters + " characters of text and " + calls + " tool calls";
    }
}
