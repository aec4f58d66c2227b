package dev.spindle.memory;

import dev.spindle.message.Message;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.ToLongFunction;

/**
 * Counts the tokens that a message costs when it is sent. Pure and thread-safe.
 *
 * <p>{@link #ESTIMATE} needs no vocabulary; {@link #openAi} counts by those of OpenAI. Any other tokenizer is plugged in by a line, here with
 * {@code encoding} standing for it:
 *
 * <pre>{@code
 * TokenCount.ofTexts(text -> encoding.countTokens(text)).remembered()
 * }</pre>
 */
@FunctionalInterface
public interface TokenCount {
    /**
     * An estimate: of a text, a quarter of a token for each lower-case ASCII letter or space, half of one for any other character
     * below U+0800 (capitals, digits, punctuation, most alphabets), and one for each UTF-16 unit above.
     *
     * <p>Measured against o200k_base, it says 10 to 70 percent too much of prose, code and JSON, less than 10 percent too little of
     * tables of numbers, and 40 percent too little of Base64 in a text.
     */
    TokenCount ESTIMATE = Message::estimatedTokens;

    /**
     * How many tokens the message costs.
     *
     * @return at least 0
     */
    long of(Message message);

    /**
     * Counts every text of a message by a function: what is said, reasoning, names, arguments, and unknown fields, which a server may
     * want back. The message itself and each of its calls count 4 tokens more, and each picture, sound or document a flat 1,000.
     */
    static TokenCount ofTexts(ToLongFunction<String> count) {
        return message -> message.tokens(count);
    }

    /**
     * Counts by the vocabulary of a model of OpenAI, which comes near enough for the models of others; by o200k_base, that of the newer
     * ones, if the name is not known.
     *
     * <p>Needs the library {@code com.knuddels:jtokkit}, which is optional: add it to your own dependencies. A vocabulary takes about half
     * a second to load, so keep the count and use it for all agents.
     *
     * @throws IllegalStateException if the library is not there
     */
    static TokenCount openAi(String model) {
        return OpenAiTokens.of(model);
    }

    /** How many tokens the messages cost together. */
    default long ofAll(Iterable<? extends Message> messages) {
        long tokens = 0;
        for (Message message : messages) tokens += of(message);
        return tokens;
    }

    /** The same counts, each message counted once for as long as it is in use elsewhere: for counts that take their time. */
    default TokenCount remembered() {
        Map<Message, Long> known = Collections.synchronizedMap(new WeakHashMap<>());
        return message -> {
            Long tokens = known.get(message);
            if (tokens != null) return tokens;
            long counted = of(message);
            known.put(message, counted);
            return counted;
        };
    }
}
