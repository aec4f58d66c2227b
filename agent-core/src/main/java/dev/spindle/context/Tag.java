package dev.spindle.context;

import java.util.Arrays;
import java.util.Optional;

/**
 * A typed name for a value of the caller's own that travels with a run, such as the signed-in user.
 *
 * <p>Two tags are the same if they are the same object, so keep it in a constant: {@code static final Tag<User> USER =
 * Tag.named("user");}. Values of tags are never recorded and never shown to a model.
 *
 * @param <T> what the value is
 */
@SuppressWarnings("UnusedTypeParameter") // Values.with and Values.find tie the value to it
public final class Tag<T> {
    private final String name;

    private Tag(String name) {
        this.name = name;
    }

    /** A new tag; the name is for people, in error messages. */
    public static <T> Tag<T> named(String name) {
        return new Tag<>(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Thrown where the value of a {@link Tag} is needed that the caller of the run did not give. A tool that throws it stops the run. */
    public static final class MissingException extends AgentException {
        private static final long serialVersionUID = 1L;

        /** Creates it with words for the program's author. */
        public MissingException(String message) {
            super(message);
        }
    }

    /** The values that a caller tied to a run, by {@link Tag}. Immutable. */
    public static final class Values {
        /** No values. */
        public static final Values NONE = new Values(new Object[0]);

        /** Tags and values in turn: there are few, and a map would be made for every call of a tool. */
        private final Object[] pairs;

        private Values(Object[] pairs) {
            this.pairs = pairs;
        }

        /** These values and one more; an earlier value of the same tag is replaced. */
        public <T> Values with(Tag<T> tag, T value) {
            int place = place(tag);
            int at = place < 0 ? pairs.length : place;
            Object[] copy = Arrays.copyOf(pairs, Math.max(pairs.length, at + 2));
            copy[at] = tag;
            copy[at + 1] = value;
            return new Values(copy);
        }

        /** These values without that of a tag. */
        public Values without(Tag<?> tag) {
            int at = place(tag);
            if (at < 0) return this;
            Object[] copy = Arrays.copyOf(pairs, pairs.length - 2);
            System.arraycopy(pairs, at + 2, copy, at, copy.length - at);
            return new Values(copy);
        }

        /** The value of a tag; empty if the caller gave none. */
        @SuppressWarnings("unchecked") // with() ties each value to its tag's type
        public <T> Optional<T> find(Tag<T> tag) {
            int at = place(tag);
            return at < 0 ? Optional.empty() : Optional.ofNullable((T) pairs[at + 1]);
        }

        private int place(Tag<?> tag) {
            for (int at = 0; at < pairs.length; at += 2) if (pairs[at] == tag) return at;
            return -1;
        }
    }
}
