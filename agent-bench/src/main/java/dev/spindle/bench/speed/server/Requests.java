package dev.spindle.bench.speed.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that arrive on one connection, and the requests in them. For one thread. */
final class Requests {
    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] MODEL = ascii("\"model\":\"");
    private static final byte[] STREAM = ascii("\"stream\":true");
    private static final byte[] USER = ascii("\"role\":\"user\"");
    private static final byte[] ASSISTANT = ascii("\"role\":\"assistant\"");

    private byte[] bytes = new byte[4096];
    private int length;

    /** Takes what has arrived. */
    void add(ByteBuffer arrived) {
        int more = arrived.remaining();
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        arrived.get(bytes, length, more);
        length += more;
    }

    /** Whether a whole request is there. */
    boolean isWhole() {
        int head = indexOf(END_OF_HEAD, 0, length);
        return head >= 0 && length >= head + END_OF_HEAD.length + contentLength(head);
    }

    /** What the request that is there asks for, which makes room for the next. */
    Replies.Reply take() {
        Script script = Script.of(model());
        int lastQuestion = lastIndexOf(USER);
        int rounds = 0;
        int at = indexOf(ASSISTANT, lastQuestion, length);
        while (at >= 0) {
            rounds++;
            at = indexOf(ASSISTANT, at + 1, length);
        }
        boolean streamed = indexOf(STREAM, 0, length) >= 0;
        length = 0;
        return new Replies.Reply(script, Math.min(rounds, script.rounds()), streamed);
    }

    private String model() {
        int from = indexOf(MODEL, 0, length) + MODEL.length;
        int to = from;
        while (bytes[to] != '"') to++;
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private int contentLength(int head) {
        int at = indexOf(LENGTH, 0, head) + LENGTH.length;
        while (bytes[at] == ' ') at++;
        int value = 0;
        for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) value = 10 * value + bytes[at] - '0';
        return value;
    }

    private int lastIndexOf(byte[] wanted) {
        int at = length - wanted.length;
        while (at > 0 && !isAt(wanted, at)) at--;
        return at;
    }

    private int indexOf(byte[] wanted, int from, int to) {
        for (int at = from; at <= to - wanted.length; at++) {
            if (isAt(wanted, at)) return at;
        }
        return -1;
    }

    /** Names of headers may be written in any case, names of fields are in lower case already. */
    private boolean isAt(byte[] wanted, int at) {
        for (int offset = 0; offset < wanted.length; offset++) {
            byte found = bytes[at + offset];
            if ((found >= 'A' && found <= 'Z' ? found + 32 : found) != wanted[offset]) return false;
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
