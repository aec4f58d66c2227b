package dev.spindle.journal;

import java.util.Collection;
import java.util.Map;

/**
 * Gives back the texts that a journal keeps apart from its events, once each, under the SHA-256 of their UTF-8 bytes in hexadecimal.
 *
 * <p>A store need not look at what it gives back: whoever asks checks that each text is the one that its hash names.
 */
@FunctionalInterface
public interface Contents {
    /**
     * The texts with these hashes; one that is not kept is left out.
     *
     * @throws JournalException if they cannot be read
     */
    Map<String, String> find(Collection<String> hashes);
}
