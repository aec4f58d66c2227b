package dev.spindle.tools.json;

import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the library sees of a document: every look at a value is counted here, so that {@code $..*..*..*}, which multiplies, ends. Used
 * once.
 */
final class CountingJson extends AbstractJsonProvider {
    private static final int STRIDE = 1 << 12;

    private final JsonPolicy policy;
    private final long start = System.nanoTime();
    private int steps;

    CountingJson(JsonPolicy policy) {
        this.policy = policy;
    }

    private void step(int more) {
        int before = steps;
        steps = (int) Math.min(Integer.MAX_VALUE, (long) before + more);
        if (steps > policy.maxSteps()) {
            throw new RefusedQueryException("The query looks at more than " + policy.maxSteps()
                    + " values. Name more of the path, and use '..' once at most.");
        }
        if (before / STRIDE != steps / STRIDE) {
            if (Thread.currentThread().isInterrupted()) throw new RefusedQueryException("This was stopped.");
            if (System.nanoTime() - start > policy.timeout().toNanos()) {
                throw new RefusedQueryException("The query took longer than "
                        + policy.timeout().toMillis() + " ms. Name more of the path, and use '..' once at most.");
            }
        }
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
        step(1);
        return super.getArrayIndex(array, index);
    }

    @Override
    public Object getMapValue(Object object, String key) {
        step(1);
        return super.getMapValue(object, key);
    }

    @Override
    public void setArrayIndex(Object array, int index, Object value) {
        step(1);
        super.setArrayIndex(array, index, value);
    }

    @Override
    public Collection<String> getPropertyKeys(Object object) {
        step(1 + ((Map<?, ?>) object).size());
        return super.getPropertyKeys(object);
    }

    @Override
    public Iterable<?> toIterable(Object object) {
        step(1 + length(object));
        return super.toIterable(object);
    }

    @Override
    public boolean isArray(Object object) {
        step(1);
        return super.isArray(object);
    }

    @Override
    public Object createArray() {
        step(1);
        return new ArrayList<>();
    }

    @Override
    public Object createMap() {
        step(1);
        return new LinkedHashMap<>();
    }

    @Override
    public Object parse(String json) {
        throw new InvalidJsonException("Documents are not parsed here");
    }

    @Override
    public Object parse(InputStream stream, String charset) {
        throw new InvalidJsonException("Documents are not parsed here");
    }

    @Override
    public String toJson(Object value) {
        return BoundedText.of(value, policy.maxCharacters());
    }
}
