package dev.spindle.model.openai;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.SseStream;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads one reply, whole or streamed: what the body looks like decides, not what was asked for or what its type says.
 *
 * <p>For one use, by one thread.
 */
final class ReplyReader {
    // What comes behind the end is usage and [DONE]; a server that forgets to hang up must not hold up the run.
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);
    private static final List<String> SSE_FIELDS = List.of("data:", "event:", "id:", "retry:", ":");
    private static final int LONGEST_SSE_FIELD = 6;
    private static final int LONGEST_EXCERPT = 8 * 1024;
    private static final byte[] BLANK_LINE = {'\n', '\n'};

    private final HttpEndpoint.Reply reply;
    private final HttpTransport.Timeouts timeouts;
    private final Failures failures;
    private final BodyMemory memory;
    private final Prices prices;
    private final ReplyAssembler assembler;
    private final Watch watch;
    private boolean whole;
    private boolean leaving;

    /**
     * What replies cost.
     *
     * @param askedModel whose price counts where the reply's own model has none
     */
    record Prices(Pricing pricing, String askedModel) {
        Spent spent(String model, @Nullable Usage usage) {
            // Nothing is said for nothing.
            if (usage == null || usage.equals(Usage.NONE)) return new Spent(Usage.NONE, Cost.UNKNOWN);
            Cost cost = pricing.cost(model, usage);
            return new Spent(usage, cost.complete() ? cost : pricing.cost(askedModel, usage));
        }
    }

    /** What is the same for all replies of a model. */
    record House(HttpTransport.Timeouts timeouts, Failures failures, BodyMemory memory) {}

    ReplyReader(HttpEndpoint.Reply reply, House house, Prices prices, ReplyAssembler assembler, Watch watch) {
        this.reply = reply;
        this.timeouts = house.timeouts();
        this.failures = house.failures();
        this.memory = house.memory();
        this.prices = prices;
        this.assembler = assembler;
        this.watch = watch;
    }

    /**
     * Reads to the end.
     *
     * @throws dev.spindle.model.ModelException if there is no whole reply
     * @throws dev.spindle.context.Cancellation.CancelledException if cancelled meanwhile
     */
    ModelReply read() {
        boolean complete;
        try {
            complete = readBody();
        } catch (IOException broken) {
            complete = endOf(broken);
        } catch (Watch.TimeUp late) {
            complete = endOf(late.toIOException());
        } catch (CancelledException stopped) {
            assembler.end();
            stopped.addSuppressed(failures.brokenOff("it is not wanted any more", reply, soFar(), null));
            throw stopped;
        } catch (TooManyParts absurd) {
            throw failures.garbled(String.valueOf(absurd.getMessage()), "", reply, Failures.unread());
        }
        assembler.end();
        return checked(complete);
    }

    /** True if only the farewell is missing; throws what a reply that broke off is. */
    private boolean endOf(IOException broken) {
        assembler.end();
        ModelException cut = failures.brokenOff(how(broken), reply, soFar(), broken);
        watch.checkStopped(cut);
        if (!assembler.isOver()) throw cut;
        return true;
    }

    /** False if the reply broke off without an error of the connection. */
    private boolean readBody() throws IOException {
        PushbackInputStream body = new PushbackInputStream(reply.body(), LONGEST_SSE_FIELD);
        String start = peek(body);
        if (start.isEmpty()) throw new IOException("the body is empty");
        if (start.startsWith("{")) return readWhole(body);
        boolean events = SSE_FIELDS.stream().anyMatch(start::startsWith);
        if (events) return readStream(body);
        byte[] odd = body.readNBytes(LONGEST_EXCERPT);
        throw failures.garbled("neither JSON nor events", beginning(odd, odd.length), reply, soFar());
    }

    /** The first bytes behind white space and byte order mark, which stay to be read. */
    private static String peek(PushbackInputStream body) throws IOException {
        int first = body.read();
        while (isSpace(first) || isByteOrderMark(first)) first = body.read();
        if (first < 0) return "";
        body.unread(first);
        if (first == '{') return "{";
        byte[] start = body.readNBytes(LONGEST_SSE_FIELD);
        body.unread(start);
        return new String(start, StandardCharsets.US_ASCII);
    }

    private static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    private static boolean isByteOrderMark(int octet) {
        return octet == 0xEF || octet == 0xBB || octet == 0xBF;
    }

    private boolean readWhole(InputStream body) throws IOException {
        whole = true;
        reply.readWithin(timeouts.betweenChunks());
        long length = reply.length();
        if (length < 0 || length > BodyMemory.MOST) {
            byte[] own = length < 0 ? body.readAllBytes() : body.readNBytes(mostBytes(length));
            return readWhole(own, own.length);
        }
        byte[] lent = memory.taken((int) length);
        try {
            return readWhole(lent, body.readNBytes(lent, 0, (int) length));
        } finally {
            memory.giveBack(lent);
        }
    }

    private boolean readWhole(byte[] bytes, int size) {
        Chunk chunk;
        try {
            chunk = ChunkReader.read(bytes, size, watch);
        } catch (UnexpectedEndOfInputException cut) {
            throw failures.brokenOff("the JSON ends early, after " + size + " bytes", reply, soFar(), null);
        } catch (JacksonException notJson) {
            throw failures.garbled("invalid JSON", beginning(bytes, size), reply, soFar());
        }
        assembler.add(chunk);
        assembler.settle();
        if (!assembler.hasBegun() && assembler.error() == null) throw failures.noChoices(beginning(bytes, size), reply);
        return true;
    }

    /** Enough of a body to quote from. */
    static String beginning(byte[] bytes, int size) {
        return new String(bytes, 0, Math.min(size, LONGEST_EXCERPT), StandardCharsets.UTF_8);
    }

    /** Reading one more than is allowed fails, as it should. */
    private static int mostBytes(long length) {
        return (int) Math.min(length, HttpTransport.MAX_REPLY_BYTES + 1);
    }

    private boolean readStream(InputStream body) throws IOException {
        // Some servers end without the blank line that completes their last event.
        SseStream events = SseStream.of(new SequenceInputStream(body, new ByteArrayInputStream(BLANK_LINE)));
        try (StreamedChunks chunks = new StreamedChunks(watch)) {
            return readEvents(events, chunks);
        }
    }

    private boolean readEvents(SseStream events, StreamedChunks chunks) throws IOException {
        boolean done = false;
        for (SseStream.Event event = events.next(); event != null; event = events.next()) {
            watch.check();
            Chunk chunk = chunk(event, chunks);
            if (chunk == null) {
                String data = event.data().strip();
                done = data.equals("[DONE]");
                if (done) break;
                if (data.isEmpty()) continue;
                return invalidEnd(events, data);
            }
            limitTheWait(assembler.add(chunk));
        }
        assembler.settle();
        return done || assembler.isOver();
    }

    /** What an event says; null if it is no JSON object. */
    private static @Nullable Chunk chunk(SseStream.Event event, StreamedChunks chunks) {
        Chunk chunk = readBytes(event.bytes(), chunks);
        boolean understood =
                chunk != null && (chunk.error() != null || !event.event().equals("error"));
        return understood
                ? chunk
                : chunkOfText(event.data().strip(), event.event().equals("error"));
    }

    /** Null if these bytes are no object, or no valid UTF-8. */
    private static @Nullable Chunk readBytes(byte[] data, StreamedChunks chunks) {
        int at = 0;
        while (at < data.length && isSpace(data[at])) at++;
        boolean object = at < data.length && data[at] == '{';
        try {
            return object ? chunks.read(data) : null;
        } catch (JacksonException notReadable) {
            return null; // the text is read again, with more patience
        }
    }

    private static @Nullable Chunk chunkOfText(String data, boolean error) {
        if (data.isEmpty() || data.equals("[DONE]")) return null;
        try {
            Chunk chunk = ChunkReader.read(data);
            return error && chunk.error() == null ? Chunk.of(Unknowns.readable(data)) : chunk;
        } catch (JacksonException notJson) {
            return error ? Chunk.of(Json.of(data)) : null;
        }
    }

    /** An event that is no JSON is a cut end if nothing follows, and nonsense if something does. */
    private boolean invalidEnd(SseStream events, String data) throws IOException {
        if (assembler.isOver() || events.next() == null) return assembler.isOver();
        assembler.end();
        throw failures.garbled("an event that is no JSON object", data, reply, soFar());
    }

    /** Limits go on, however many events come that say nothing; and that of the farewell whatever they say. */
    private void limitTheWait(boolean news) {
        if (leaving) return;
        leaving = assembler.isOver();
        if (leaving) reply.readWithin(farewell());
        else if (news && assembler.hasContent()) reply.readWithin(timeouts.betweenChunks());
    }

    private Duration farewell() {
        Duration between = timeouts.betweenChunks();
        return between.isZero() || between.compareTo(LONGEST_FAREWELL) > 0 ? LONGEST_FAREWELL : between;
    }

    private ModelReply checked(boolean complete) {
        ModelReply said = soFar();
        Json error = assembler.error();
        if (error != null) throw failures.ofError(error, reply, said);
        if (!complete) throw failures.brokenOff("it ended without a finish reason", reply, said, null);
        if (!assembler.hasBegun()) throw failures.garbled("no choices in it", "", reply, said);
        if (said.finishWord().equals("error")) {
            throw failures.brokenOff("the finish reason is " + assembler.shownFinish(), reply, said, null);
        }
        boolean promised = ReplyAssembler.promisesCalls(said.finishWord());
        if (promised && said.message().toolCalls().isEmpty())
            throw failures.promisedCalls(assembler.shownFinish(), reply, said);
        return said;
    }

    private ModelReply soFar() {
        AssistantMessage message = assembler.message();
        return new ModelReply(
                message,
                ReplyAssembler.finish(assembler.finishWord(), message.toolCalls()),
                assembler.finishWord(),
                assembler.model(),
                spent(),
                List.of());
    }

    /** An error before anything of an answer is a refusal, which is not billed. */
    private Spent spent() {
        boolean refused = assembler.error() != null && !assembler.hasContent() && assembler.usage() == null;
        return refused ? Spent.NOTHING : prices.spent(assembler.model(), assembler.usage());
    }

    private String how(IOException broken) {
        if (!(broken instanceof InterruptedIOException)) return Failures.words(broken);
        if (!(broken instanceof SocketTimeoutException))
            return "it took longer than the " + timeouts.call() + " of a call";
        if (whole) return "its end did not come within " + timeouts.betweenChunks();
        return assembler.hasContent()
                ? "nothing more came within " + timeouts.betweenChunks()
                : "no content came within " + timeouts.firstContent();
    }
}
