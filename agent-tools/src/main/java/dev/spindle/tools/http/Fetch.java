package dev.spindle.tools.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request with its redirects, each of which is checked like the first. Used once; {@link #cancel} may be called by any thread. */
final class Fetch {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ADDRESS = 4_000;
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([a-z0-9_.:-]{1,40})");

    private final OkHttpClient client;
    private final HttpPolicy policy;
    private final GuardedHosts hosts;
    private final long deadline;
    private volatile @Nullable Call call;
    private volatile boolean cancelled;

    Fetch(OkHttpClient client, HttpPolicy policy, Dns resolver) {
        this.client = client;
        this.policy = policy;
        this.hosts = new GuardedHosts(policy, resolver);
        this.deadline = System.nanoTime() + policy.timeout().toNanos();
    }

    /** A client that connects directly, keeps no cookies and follows nothing by itself. */
    static OkHttpClient plainClient() {
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
    }

    /**
     * What came back.
     *
     * @param address where it came from in the end
     * @param type what it says it is, in lower case
     * @param bytes how many were read
     * @param text what they say
     * @param complete whether that is all of it
     */
    record Page(int status, HttpUrl address, String type, int bytes, String text, boolean complete) {}

    /** What is sent along; none for GET. */
    record Sent(String type, String text) {}

    Page get(String address) throws IOException {
        return follow(parse(address), null);
    }

    Page post(String address, Sent sent) throws IOException {
        return follow(parse(address), sent);
    }

    void cancel() {
        cancelled = true;
        Call now = call;
        if (now != null) now.cancel();
    }

    private static HttpUrl parse(String address) throws IOException {
        HttpUrl url = address.length() > MAX_ADDRESS ? null : HttpUrl.parse(address.strip());
        if (url == null) throw new HttpRefusedException("That is no address such as 'https://example.com/page'.");
        return url;
    }

    private Page follow(HttpUrl first, @Nullable Sent sent) throws IOException {
        HttpUrl url = first;
        Sent body = sent;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            hosts.check(url);
            try (Response response = send(url, body)) {
                String location = response.isRedirect() ? response.header("Location") : null;
                if (location == null) return page(url, response);
                HttpUrl next = url.resolve(location);
                if (next == null) throw new HttpRefusedException("It redirects to what is no address.");
                if (url.isHttps() && !next.isHttps()) {
                    throw new HttpRefusedException(
                            "It redirects from https to http, to " + next.host() + ", which is refused.");
                }
                body = kept(response.code(), url, next, body);
                url = next;
            }
        }
        throw new HttpRefusedException("It redirects more than " + MAX_REDIRECTS + " times.");
    }

    /** What is sent again after a redirect: nothing to another origin. */
    private static @Nullable Sent kept(int status, HttpUrl from, HttpUrl to, @Nullable Sent body) throws IOException {
        if (body == null || (status != 307 && status != 308)) return null;
        if (Origin.of(from).equals(Origin.of(to))) return body;
        throw new HttpRefusedException(
                "It wants what was sent at another origin, " + Origin.of(to) + ". Ask before sending it there.");
    }

    private Response send(HttpUrl url, @Nullable Sent body) throws IOException {
        Request.Builder request = new Request.Builder().url(url).header("User-Agent", "spindle");
        policy.headers(Origin.of(url)).forEach(request::header);
        if (body != null) request.post(RequestBody.create(body.text(), MediaType.parse(body.type())));
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        Call next = client.newBuilder()
                .dns(hosts.forPort(url.port()))
                .callTimeout(left, TimeUnit.MILLISECONDS)
                .build()
                .newCall(request.build());
        call = next;
        if (cancelled) next.cancel();
        return next.execute();
    }

    private Page page(HttpUrl url, Response response) throws IOException {
        String type =
                Objects.requireNonNullElse(response.header("Content-Type"), "").toLowerCase(Locale.ROOT);
        String packed = response.header("Content-Encoding");
        if (packed != null && !packed.equals("identity")) {
            throw new HttpRefusedException("The answer is packed as something that was not asked for.");
        }
        int most = policy.maxBytes();
        try (InputStream body = response.body().byteStream()) {
            byte[] read = body.readNBytes(most + 1);
            int bytes = Math.min(most, read.length);
            return new Page(
                    response.code(), url, type, bytes, new String(read, 0, bytes, charset(type)), read.length <= most);
        }
    }

    private static Charset charset(String type) {
        Matcher named = CHARSET.matcher(type);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
