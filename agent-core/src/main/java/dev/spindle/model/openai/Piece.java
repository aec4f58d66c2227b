package dev.spindle.model.openai;

import java.util.List;

/** Part of a message or of a delta, in the order written. */
sealed interface Piece {
    /** Whether it adds nothing: servers keep a connection busy with such pieces. */
    default boolean isEmpty() {
        return false;
    }

    /** Of the answer. */
    record Text(String text) implements Piece {}

    /** Of what was said aloud, and is the answer if there is no other. */
    record Spoken(String text) implements Piece {}

    /** Of the reasoning, from a field; from a thinking part of the content if the field is empty. */
    record Thought(String field, String text) implements Piece {
        @Override
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /** Of a refusal. */
    record Refusal(String text) implements Piece {}

    /**
     * Of a tool call.
     *
     * @param index as sent; {@link #NONE} if it was not, {@link #LEGACY} for the one {@code function_call} of old
     *     servers
     * @param first whether it comes first in its delta
     * @param name and the other texts are empty where nothing came
     */
    record Call(int index, boolean first, String id, String name, String arguments, List<Unknown> unknown)
            implements Piece {
        static final int NONE = -1;
        static final int LEGACY = -2;

        @Override
        public boolean isEmpty() {
            return id.isEmpty()
                    && name.isEmpty()
                    && arguments.isEmpty()
                    && unknown.stream().allMatch(Unknown::isEmpty);
        }
    }

    /**
     * A field that Spindle does not know.
     *
     * @param value a string's characters, an array's elements without its brackets, else the JSON
     */
    record Unknown(String field, Shape shape, String value) implements Piece {
        enum Shape {
            STRING,
            ARRAY,
            /** Whose fields come in pieces. */
            OBJECT,
            OTHER
        }

        @Override
        public boolean isEmpty() {
            return value.isEmpty();
        }
    }
}
