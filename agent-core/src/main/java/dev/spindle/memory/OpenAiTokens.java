package dev.spindle.memory;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens by the vocabularies of OpenAI's models, which come near enough for the models of others.
 *
 * <p>Needs the library {@code com.knuddels:jtokkit}, which is optional: add it to your own dependencies. A vocabulary takes about half a
 * second to load, so keep the count and use it for all agents.
 */
public final class OpenAiTokens {
    private static final String MISSING =
            "Tokens cannot be counted by vocabulary: the optional library com.knuddels:jtokkit is not on the class path;"
                    + " add it, or use TokenCount.ESTIMATE";

    private OpenAiTokens() {}

    /**
     * Counts as this model does; by o200k_base, the vocabulary of the newer ones, if its name is not known.
     *
     * @throws IllegalStateException if the library is not there
     */
    public static TokenCount of(String model) {
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
