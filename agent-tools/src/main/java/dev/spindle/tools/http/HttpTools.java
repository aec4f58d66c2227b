package dev.spindle.tools.http;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Tools that fetch pages and send data over HTTP.
 *
 * <p>Where requests go is said by an {@link HttpPolicy}. Connections are made directly, without a proxy, to the addresses that were checked;
 * each redirect is checked like a first request, and headers of the policy go to their own origin only. Pages come back as readable
 * Markdown behind a margin. What they say is not trustworthy: it comes from whoever wrote them. Thread-safe.
 */
public final class HttpTools {
    private static final int MAX_CHARACTERS = 60_000;
    private static final Duration MORE = Duration.ofSeconds(5);
    private static final Pattern TEXT =
            Pattern.compile("text/.*|application/([a-z.+-]*\\+)?(json|xml|javascript|yaml).*|");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]{1,80}");

    private final HttpPolicy policy;
    private final Dns resolver;
    private final OkHttpClient client = Fetch.plainClient();

    /** Tools with a policy. */
    public HttpTools(HttpPolicy policy) {
        this(policy, Dns.SYSTEM);
    }

    /** Tools that look up hosts elsewhere. */
    HttpTools(HttpPolicy policy, Dns resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /** Fetches a page or a text, as readable Markdown. */
    @Tool(
            name = "http_get",
            value = "Fetches a page or a text from the web; pages come as Markdown.",
            effect = Effect.READ,
            timeout = "none",
            untrusted = true,
            outward = true)
    public ToolResult get(@Param("The address, such as 'https://example.com/page'") String url)
            throws InterruptedException {
        return run(new Request(url, null));
    }

    /** Sends a text by POST, after a person's approval. */
    @Tool(
            name = "http_post",
            value = "Sends a text to an address by POST, after a person's approval, and returns the answer.",
            effect = Effect.WRITE,
            approval = true,
            timeout = "none",
            untrusted = true,
            outward = true)
    public ToolResult post(
            @Param("The address, such as 'https://example.com/api'") String url,
            @Param("What is sent") String body,
            @Param(value = "What it is, such as 'application/json', which it is if left out", name = "content_type")
                    @Nullable
                    String contentType)
            throws InterruptedException {
        String type = Objects.requireNonNullElse(contentType, "application/json");
        if (!MEDIA_TYPE.matcher(type).matches()) {
            return ToolResult.failed("The content type is none. Write it like 'application/json'.");
        }
        return run(new Request(url, new Fetch.Sent(type, body)));
    }

    private record Request(String url, Fetch.@Nullable Sent sent) {}

    /** On a thread of its own, since a read of the network does not hear an interrupt. */
    private ToolResult run(Request request) throws InterruptedException {
        Fetch fetch = new Fetch(client, policy, resolver);
        FutureTask<String> work = new FutureTask<>(() ->
                shown(request.sent() == null ? fetch.get(request.url()) : fetch.post(request.url(), request.sent())));
        Thread thread = new Thread(work, "spindle-http");
        thread.setDaemon(true);
        thread.start();
        try {
            return ToolResult.text(work.get(policy.timeout().plus(MORE).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return ToolResult.failed(
                    "There was no whole answer within " + policy.timeout().toSeconds() + " s.");
        } catch (ExecutionException failed) {
            return failed(failed.getCause());
        } finally {
            fetch.cancel();
            work.cancel(true);
        }
    }

    private ToolResult failed(@Nullable Throwable cause) {
        if (cause instanceof HttpRefusedException refused) return ToolResult.failed(refused.explanation());
        if (cause instanceof java.net.UnknownHostException) return ToolResult.failed("There is no host of that name.");
        if (cause instanceof java.io.InterruptedIOException) {
            return ToolResult.failed(
                    "There was no whole answer within " + policy.timeout().toSeconds() + " s.");
        }
        if (cause instanceof javax.net.ssl.SSLException) {
            return ToolResult.failed("The host does not prove by a certificate that it is the one it should be.");
        }
        if (cause instanceof IOException) return ToolResult.failed("The connection failed or broke off.");
        throw new IllegalStateException("A request failed in an unforeseen way", cause);
    }

    private String shown(Fetch.Page page) {
        String head = "Status " + page.status() + ", "
                + QuotedText.line(policy.withoutKeys(page.address().toString()), 500) + ", " + page.bytes() + " bytes"
                + (page.complete() ? "" : ", cut there") + "\n";
        if (!TEXT.matcher(page.type()).matches()) {
            return head + "It is no text: " + QuotedText.line(policy.withoutKeys(page.type()), 100) + ".";
        }
        String text = policy.withoutKeys(page.text());
        String readable = page.type().contains("html")
                ? HtmlMarkdown.of(text, page.address().toString())
                : text;
        return head + QuotedText.block(policy.withoutKeys(readable), MAX_CHARACTERS);
    }
}
