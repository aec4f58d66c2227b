package dev.spindle.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.type.ArrayType;

/**
 * Makes sure that what is written as a string is read from nothing else.
 *
 * <p>Jackson would also read a date from an array of numbers, or a duration from a number of seconds, which the schema of
 * neither allows.
 */
final class TextOnly extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
        return wrapped(bean.getBeanClass(), deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config,
            ArrayType type,
            BeanDescription.Supplier bean,
            ValueDeserializer<?> deserializer) {
        return wrapped(type.getRawClass(), deserializer);
    }

    private static ValueDeserializer<?> wrapped(Class<?> type, ValueDeserializer<?> deserializer) {
        return SchemaTypes.isText(type) ? new Guard(type, deserializer) : deserializer;
    }

    private static final class Guard extends ValueDeserializer<Object> {
        private final Class<?> type;
        private final ValueDeserializer<?> guarded;

        Guard(Class<?> type, ValueDeserializer<?> guarded) {
            this.type = type;
            this.guarded = guarded;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Guard(type, guarded.createContextual(context, property));
        }

        @Override
        public @Nullable Object deserialize(JsonParser tokens, DeserializationContext context) {
            if (tokens.currentToken() != JsonToken.VALUE_STRING) {
                return context.reportInputMismatch(type, "a string was expected");
            }
            return guarded.deserialize(tokens, context);
        }
    }
}
