package dev.spindle.state;

import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelOptions;
import dev.spindle.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Digests what a model is asked, so that a changed prompt, tool or option is noticed. Thread-safe.
 *
 * <p>A message is digested once, and its digest kept with it; so is that of the conversation up to it, a chain of those digests.
 */
public final class Fingerprint {
    private static final MessageDigest EMPTY = sha256();
    private static final byte[] NOTHING = {};

    private @Nullable Desk free;
    private volatile Known tools = new Known(List.of(), digest("")); // mostly they are the same again
    private volatile Known options = new Known("", NOTHING);

    /** Something, and its bytes. */
    private static final class Known {
        private final Object thing;
        private final byte[] bytes;

        private Known(Object thing, byte[] bytes) {
            this.thing = thing;
            this.bytes = bytes;
        }
    }

    /** What it takes to digest, kept for the next time unless that takes much memory. For one thread. */
    private static final class Desk {
        private static final int MOST_CHARS = 16 * 1024;
        private static final char MOST_ASCII = 0x7F;

        private final MessageDigest sha = copy(EMPTY); // empty again after each digest
        private final WholeText text = new WholeText();
        private byte[] ascii = NOTHING;

        private byte[] linked(byte[] before, Transcript.Entry entry) {
            byte[] own = entry.digest(message -> digest(text.next(message)));
            sha.update(before);
            return sha.digest(own);
        }

        /** Of a text as UTF-8, which of most texts is the same as ASCII and needs no memory of its own. */
        private byte[] digest(CharSequence whole) {
            int length = whole.length();
            if (length > MOST_CHARS) return sha.digest(utf8(whole.toString()));
            if (ascii.length < length) ascii = new byte[2 * length];
            for (int at = 0; at < length; at++) {
                char c = whole.charAt(at);
                if (c > MOST_ASCII) return sha.digest(utf8(whole.toString()));
                ascii[at] = (byte) c;
            }
            sha.update(ascii, 0, length);
            return sha.digest();
        }
    }

    /** SHA-256 of messages, tools, options and form of answer, in hexadecimal. */
    public String of(ModelCall call) {
        return at(desk -> digest(call, desk));
    }

    /** {@link #of(Json)}, in less time. */
    public String ofValue(Json json) {
        String canonical = json.canonical();
        return at(desk -> desk.digest(canonical));
    }

    private String at(Function<Desk, byte[]> work) {
        Desk desk = taken();
        String hash = HexFormat.of().formatHex(work.apply(desk));
        if (desk.text.capacity() <= Desk.MOST_CHARS) giveBack(desk);
        return hash;
    }

    private synchronized Desk taken() {
        Desk found = free;
        free = null;
        return found == null ? new Desk() : found;
    }

    private synchronized void giveBack(Desk desk) {
        free = desk;
    }

    private byte[] digest(ModelCall call, Desk desk) {
        byte[] messages = digest(call.messages(), desk);
        byte[] specs = toolDigest(call.tools());
        desk.sha.update(messages);
        desk.sha.update(specs);
        desk.sha.update(optionText(call.options()));
        if (call.output() != null) desk.sha.update(utf8(call.output().schema().text()));
        return desk.sha.digest();
    }

    /** SHA-256 of a value's canonical text, in hexadecimal: the same however the value is written. */
    public static String of(Json json) {
        return of(json.canonical());
    }

    /** SHA-256 of a text as UTF-8, in hexadecimal. */
    public static String of(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        return copy(EMPTY).digest(utf8(text));
    }

    private static byte[] digest(Transcript transcript, Desk desk) {
        BiFunction<byte[], Transcript.Entry, byte[]> linker = desk::linked;
        byte[] sofar = NOTHING;
        for (int at = 0; at < transcript.size(); at++)
            sofar = transcript.entry(at).linked(sofar, linker);
        return sofar;
    }

    private byte[] toolDigest(List<ToolSpec> asked) {
        Known known = tools;
        if (!known.thing.equals(asked)) {
            known = new Known(asked, digest(WholeText.of(asked)));
            tools = known;
        }
        return known.bytes;
    }

    private byte[] optionText(ModelOptions asked) {
        Known known = options;
        if (!known.thing.equals(asked)) {
            known = new Known(asked, utf8(asked.toString()));
            options = known;
        }
        return known.bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError("every JDK's SHA-256 can be cloned", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
