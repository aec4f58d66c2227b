package dev.spindle.context;

import java.util.HashMap;
import java.util.Map;
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
        public static final Values NONE = new Values(Map.of());

        private final Map<Tag<?>, Object> values;

        private Values(Map<Tag<?>, Object> values) {
            this.values = values;
        }

        /** These values and one more; an earlier value of the same tag is replaced. */
        public <T> Values with(Tag<T> tag, T value) {
            Map<Tag<?>, Object> copy = new HashMap<>(values);
            copy.put(tag, value);
            return new Values(copy);
        }

        /** These values without that of a tag. */
        public Values without(Tag<?> tag) {
            Map<Tag<?>, Object> copy = new HashMap<>(values);
            copy.remove(tag);
            return new Values(copy);
        }

        /** The value of a tag; empty if the caller gave none. */
        @SuppressWarnings("unchecked") // with() ties each value to its tag's type
        public <T> Optional<T> find(Tag<T> tag) {
            return Optional.ofNullable((T) values.get(tag));
        }
    }
}
