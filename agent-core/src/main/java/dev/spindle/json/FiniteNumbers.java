package dev.spindle.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Refuses NaN and the infinities, which JSON cannot say. */
final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public JsonGenerator writeNumber(double number) {
        requireFinite(number);
        delegate.writeNumber(number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float number) {
        requireFinite(number);
        delegate.writeNumber(number);
        return this;
    }

    @Override
    public JsonGenerator writeArray(double[] numbers, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(numbers[i]);
        }
        delegate.writeArray(numbers, offset, length);
        return this;
    }

    private void requireFinite(double number) {
        if (!Double.isFinite(number)) {
            throw new StreamWriteException(this, number + " has no JSON form; use null or a string");
        }
    }
}
