package dev.spindle.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/** Keeps Jackson from writing a thread, a stream or a lambda as if it were a bean. */
final class FormlessTypes extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
        Class<?> raw = bean.getBeanClass();
        boolean asBean = serializer instanceof BeanSerializerBase;
        if (JsonForms.isFormless(raw) || (asBean && JsonForms.isPlatform(raw))) {
            return new Refusing(JsonForms.refusal(raw));
        }
        return serializer;
    }

    /** Fails when a value is written: what a modifier throws, Jackson would rewrite. */
    private static final class Refusing extends ValueSerializer<Object> {
        private final String reason;

        Refusing(String reason) {
            this.reason = reason;
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            throw new JsonException(reason);
        }
    }
}
