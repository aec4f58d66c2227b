package dev.spindle.memory;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens by vocabulary; apart, since what it needs is optional. */
final class OpenAiTokens {
    private static final String MISSING =
            "Tokens cannot be counted by vocabulary: the optional library com.knuddels:jtokkit is not on the class path;"
                    + " add it, or use TokenCount.ESTIMATE";

    private OpenAiTokens() {}

    static TokenCount of(String model) {
        try {
            EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
            Encoding vocabulary =
                    registry.getEncodingForModel(model).orElseGet(() -> registry.getEncoding(EncodingType.O200K_BASE));
            // "Ordinary": what looks like a control token is text like any other, whoever wrote it.
            return TokenCount.ofTexts(vocabulary::countTokensOrdinary).remembered();
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(MISSING, missing);
        }
    }
}
