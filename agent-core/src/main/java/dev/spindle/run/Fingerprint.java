package dev.spindle.run;

import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelCall;
import dev.spindle.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests what a model is asked, so that a changed prompt, tool or option is noticed. For one thread.
 *
 * <p>A message is digested once, and its digest kept with it; what is asked is the digest of those digests.
 */
final class Fingerprint {
    private static final MessageDigest EMPTY = sha256();

    private Transcript seen = Transcript.EMPTY;
    private MessageDigest messages = copy(EMPTY);
    private List<ToolSpec> tools = List.of();
    private byte[] toolDigest = digest("");

    /** SHA-256 of messages, tools, options and form of answer, in hexadecimal. */
    String of(ModelCall call) {
        digest(call.messages());
        MessageDigest all = copy(messages);
        all.update(toolDigest(call.tools()));
        all.update(utf8(call.options().toString()));
        if (call.output() != null) all.update(utf8(call.output().schema().text()));
        return HexFormat.of().formatHex(all.digest());
    }

    static String of(Json json) {
        return of(json.text());
    }

    /** SHA-256 of a text as UTF-8, in hexadecimal. */
    static String of(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        return copy(EMPTY).digest(utf8(text));
    }

    private void digest(Transcript transcript) {
        if (!continues(transcript)) {
            messages = copy(EMPTY);
            seen = Transcript.EMPTY;
        }
        for (int at = seen.size(); at < transcript.size(); at++) {
            messages.update(transcript.entry(at).digest(message -> digest(WholeText.of(message))));
        }
        seen = transcript;
    }

    private boolean continues(Transcript transcript) {
        if (transcript.size() < seen.size()) return false;
        for (int at = 0; at < seen.size(); at++) {
            if (transcript.entry(at) != seen.entry(at)) return false;
        }
        return true;
    }

    private byte[] toolDigest(List<ToolSpec> asked) {
        if (!tools.equals(asked)) {
            tools = asked;
            toolDigest = digest(WholeText.of(asked));
        }
        return toolDigest;
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
