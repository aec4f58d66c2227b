package dev.spindle.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Values in headers: as they are, or in Base64 where a header could not carry them unchanged. */
final class HeaderText {
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    static String write(String value) {
        boolean plain = value.chars().allMatch(each -> each >= 0x20 && each <= 0x7e)
                && value.equals(value.strip())
                && !isEncoded(value);
        if (plain) return value;
        return BEGIN + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + END;
    }

    /** The value that a header carries; empty if it says that it is Base64 and is not. */
    static Optional<String> read(String header) {
        if (!isEncoded(header)) return Optional.of(header);
        if ((header.length() - BEGIN.length() - END.length()) % 4 != 0) return Optional.empty(); // without its padding
        try {
            String body = header.substring(BEGIN.length(), header.length() - END.length());
            return Optional.of(new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static boolean isEncoded(String value) {
        return value.length() >= BEGIN.length() + END.length() && value.startsWith(BEGIN) && value.endsWith(END);
    }
}
