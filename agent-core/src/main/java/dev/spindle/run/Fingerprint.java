package dev.spindle.run;

import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests what a model is asked, so that a changed prompt, tool or option is noticed. Each message is digested once in a run. For one
 * thread.
 */
final class Fingerprint {
    private Transcript seen = Transcript.EMPTY;
    private MessageDigest messages = sha256();

    /** SHA-256 of messages, tools, options and form of answer, in hexadecimal. */
    String of(ModelCall call) {
        digest(call.messages());
        MessageDigest all = copy(messages);
        update(all, Json.of(call.tools()));
        all.update(call.options().toString().getBytes(StandardCharsets.UTF_8));
        if (call.output() != null) update(all, call.output().schema());
        return HexFormat.of().formatHex(all.digest());
    }

    static String of(Json json) {
        return of(json.text());
    }

    /** SHA-256 of a text as UTF-8, in hexadecimal. */
    static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void digest(Transcript transcript) {
        if (!continues(transcript)) {
            messages = sha256();
            seen = Transcript.EMPTY;
        }
        for (int at = seen.size(); at < transcript.size(); at++) update(messages, Json.of(transcript.message(at)));
        seen = transcript;
    }

    private boolean continues(Transcript transcript) {
        if (transcript.size() < seen.size()) return false;
        for (int at = 0; at < seen.size(); at++) {
            if (transcript.entry(at) != seen.entry(at)) return false;
        }
        return true;
    }

    private static void update(MessageDigest digest, Json json) {
        digest.update(json.text().getBytes(StandardCharsets.UTF_8));
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
