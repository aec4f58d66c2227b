package dev.spindle.context;

/**
 * A typed name for a value of the caller's own that travels with a run, such as the signed-in user.
 *
 * <p>Two tags are the same if they are the same object, so keep it in a constant: {@code static final Tag<User> USER =
 * Tag.named("user");}. Values of tags are never recorded and never shown to a model.
 *
 * @param <T> what the value is
 */
@SuppressWarnings("UnusedTypeParameter") // Tags.with and Tags.find tie the value to it
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
}
