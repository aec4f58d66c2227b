package dev.spindle.context;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values that a caller tied to a run, by {@link Tag}. Immutable. */
public final class Tags {
    /** No values. */
    public static final Tags NONE = new Tags(Map.of());

    private final Map<Tag<?>, Object> values;

    private Tags(Map<Tag<?>, Object> values) {
        this.values = values;
    }

    /** These values and one more; an earlier value of the same tag is replaced. */
    public <T> Tags with(Tag<T> tag, T value) {
        Map<Tag<?>, Object> copy = new HashMap<>(values);
        copy.put(tag, value);
        return new Tags(copy);
    }

    /** The value of a tag; empty if the caller gave none. */
    @SuppressWarnings("unchecked") // with() ties each value to its tag's type
    public <T> Optional<T> find(Tag<T> tag) {
        return Optional.ofNullable((T) values.get(tag));
    }
}
