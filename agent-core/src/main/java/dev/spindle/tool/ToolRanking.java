package dev.spindle.tool;

import java.util.List;

/** Finds the tools that fit a request in words. Called from many threads; the same answer to the same words each time. */
@FunctionalInterface
public interface ToolRanking {
    /**
     * The names of the tools that fit, best first; none that does not fit at all.
     *
     * @param query what is to be done, in the words of a person or a model
     * @param most how many names at most
     */
    List<String> best(String query, int most);

    /** A ranking by the words of names, descriptions and parameters; needs no model and no service. */
    static ToolRanking lexical(List<ToolSpec> tools) {
        return new LexicalRanking(tools);
    }
}
