package dev.spindle.tools.json;

import dev.spindle.json.Json;
import dev.spindle.tools.text.QuotedText;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a value as JSON on one line, and stops where it becomes too long. Used once. */
final class BoundedText {
    private static final String MORE = "… [cut here]";
    private static final int MAX_NUMBER = 300;

    private final StringBuilder text = new StringBuilder();
    private final int most;

    private BoundedText(int most) {
        this.most = most;
    }

    static String of(@Nullable Object value, int most) {
        BoundedText writer = new BoundedText(most);
        writer.write(value);
        return writer.isFull() ? QuotedText.line(writer.text.substring(0, most), most) + MORE : writer.line();
    }

    private String line() {
        return QuotedText.line(text.toString(), most);
    }

    private boolean isFull() {
        return text.length() > most;
    }

    private void write(@Nullable Object value) {
        if (isFull()) return;
        if (value instanceof Map<?, ?> fields) fields(fields);
        else if (value instanceof Collection<?> items) items(items);
        else if (value instanceof String string) string(string);
        else if (value instanceof BigDecimal number) text.append(written(number));
        else text.append(value);
    }

    private void fields(Map<?, ?> fields) {
        String separator = "{";
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (isFull()) return;
            text.append(separator);
            string(String.valueOf(field.getKey()));
            text.append(':');
            write(field.getValue());
            separator = ",";
        }
        text.append(fields.isEmpty() ? "{}" : "}");
    }

    private void items(Collection<?> items) {
        String separator = "[";
        for (Object item : items) {
            if (isFull()) return;
            text.append(separator);
            write(item);
            separator = ",";
        }
        text.append(items.isEmpty() ? "[]" : "]");
    }

    private void string(String string) {
        text.append(Json.of(string.length() > most ? string.substring(0, most) : string)
                .text());
    }

    /** With an exponent where the digits would fill pages. */
    private static String written(BigDecimal number) {
        return Math.abs(number.scale()) > MAX_NUMBER ? number.toString() : number.toPlainString();
    }
}
