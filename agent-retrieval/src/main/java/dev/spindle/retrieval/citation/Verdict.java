package dev.spindle.retrieval.citation;

/** What became of a sentence that was held against the passages that it cites. */
public enum Verdict {
    /** The passages say so, as far as words can tell. */
    SUPPORTED("stands in the passage"),
    /** It states something and cites nothing. */
    UNCITED("cites no passage"),
    /** A number that it cites is none of a passage that was read. */
    NO_SUCH_PASSAGE("cites a passage that was not read"),
    /** Words that it puts in quotation marks do not stand in the passages like this. */
    QUOTE_ALTERED("quotes what the passage does not say word for word"),
    /** It says a number that the passages do not say, or not of this. */
    NUMBERS_DIFFER("says another number than the passage"),
    /** It says a name that the passages do not say, or not of this. */
    NAMES_DIFFER("says another name than the passage"),
    /** It denies what the passages say, or says what they deny. */
    NEGATION_DIFFERS("says the opposite of the passage"),
    /** A word of it is the opposite of that in the passages. */
    MEANING_DIFFERS("says the opposite of a word in the passage"),
    /** The passages are about something else. */
    UNSUPPORTED("is not found in the passage");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** In words, to be put behind "the sentence". */
    public String words() {
        return words;
    }

    /** Whether the sentence may stand. */
    public boolean holds() {
        return this == SUPPORTED;
    }
}
