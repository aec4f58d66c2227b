package dev.spindle.json;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in a schema what constraints of Jakarta Validation say of a value, as far as JSON Schema can. Loaded only where their API is
 * present.
 */
final class ConstraintKeywords {
    /** What Java's regular expressions have and ECMA's have not, or read otherwise. */
    private static final java.util.regex.Pattern ONLY_JAVA =
            java.util.regex.Pattern.compile("\\(\\?[^:=!]|[*+?}]\\+|&&|\\\\[QEAzZGhHRXpPae0]");

    private final ObjectNode schema;
    private final Set<String> types;

    private ConstraintKeywords(ObjectNode schema, Set<String> types) {
        this.schema = schema;
        this.types = types;
    }

    /**
     * Adds keywords to the schema of a value.
     *
     * @param types the JSON types that the value may have
     */
    static void add(ObjectNode schema, Set<String> types, List<Annotation> constraints) {
        ConstraintKeywords keywords = new ConstraintKeywords(schema, types);
        constraints.forEach(keywords::add);
    }

    private void add(Annotation constraint) {
        if (types.contains("integer") || types.contains("number")) addOfNumber(constraint);
        if (types.contains("string")) addOfText(constraint);
        addOfSize(constraint);
    }

    private void addOfNumber(Annotation constraint) {
        if (constraint instanceof Min min) schema.put("minimum", min.value());
        else if (constraint instanceof Max max) schema.put("maximum", max.value());
        else if (constraint instanceof DecimalMin min)
            schema.put(min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value()));
        else if (constraint instanceof DecimalMax max)
            schema.put(max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value()));
        else if (constraint instanceof Positive) schema.put("exclusiveMinimum", 0);
        else if (constraint instanceof PositiveOrZero) schema.put("minimum", 0);
        else if (constraint instanceof Negative) schema.put("exclusiveMaximum", 0);
        else if (constraint instanceof NegativeOrZero) schema.put("maximum", 0);
    }

    private void addOfText(Annotation constraint) {
        if (constraint instanceof Email) schema.put("format", "email");
        else if (constraint instanceof NotBlank) schema.put("pattern", "\\S");
        else if (constraint instanceof Pattern pattern) addPattern(pattern);
    }

    /** A constraint matches the whole text, a keyword any part of it. What ECMA cannot say is left to the check of the value. */
    private void addPattern(Pattern pattern) {
        boolean sayable = pattern.flags().length == 0
                && !ONLY_JAVA.matcher(pattern.regexp()).find();
        if (sayable) schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
    }

    private void addOfSize(Annotation constraint) {
        if (constraint instanceof NotEmpty) putLeast(1);
        if (!(constraint instanceof Size size)) return;
        if (size.min() > 0) putLeast(size.min());
        if (size.max() < Integer.MAX_VALUE && !sizeWord().isEmpty()) schema.put("max" + sizeWord(), size.max());
    }

    private void putLeast(int least) {
        if (!sizeWord().isEmpty()) schema.put("min" + sizeWord(), least);
    }

    private String sizeWord() {
        if (types.contains("string")) return "Length";
        if (types.contains("array")) return "Items";
        return types.contains("object") ? "Properties" : "";
    }
}
