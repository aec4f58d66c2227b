package dev.spindle.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.TreeTraversingParser;

/**
 * The tokens of a tree, in which {@code 3.0} is a whole number, as JSON Schema has it.
 *
 * <p>Without it the binder would refuse for an {@code int} what the validator lets pass. A target that wants decimals still
 * reads the number as it was written.
 */
final class WholeNumbers extends TreeTraversingParser {
    private boolean verbatim;

    WholeNumbers(JsonNode tree) {
        super(tree);
    }

    @Override
    public @Nullable JsonToken nextToken() {
        JsonToken token = super.nextToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT
                && !verbatim
                && isWhole(currentNode().decimalValue())) {
            token = JsonToken.VALUE_NUMBER_INT;
            _updateToken(token);
        }
        return token;
    }

    @Override
    public @Nullable NumberType getNumberType() {
        if (currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return super.getNumberType();
        }
        JsonNode number = currentNode();
        return number.canConvertToInt()
                ? NumberType.INT
                : number.canConvertToLong() ? NumberType.LONG : NumberType.BIG_INTEGER;
    }

    /** Reads the value at the current token as it was written. */
    JsonNode readVerbatim(DeserializationContext context) {
        if (currentToken().isScalarValue()) {
            return currentNode();
        }
        verbatim = true;
        try {
            return context.readTree(this);
        } finally {
            verbatim = false;
        }
    }

    /** Jackson refuses what is beyond a double, and takes what is beyond a float for infinite. */
    @Override
    public float getFloatValue() {
        float value = super.getFloatValue();
        if (Float.isInfinite(value)) {
            throw new InputCoercionException(this, "a number beyond any float", currentToken(), float.class);
        }
        return value;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0
                || number.scale() <= 0
                || number.stripTrailingZeros().scale() <= 0;
    }
}
