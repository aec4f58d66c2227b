package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of which trace a request is part, in the words of the W3C. */
final class Trace {
    private static final List<String> NAMES = List.of("traceparent", "tracestate", "baggage");
    private static final int LONGEST = 8_192;

    private Trace() {}

    /** What metadata say of it; what is no text, too long, or not in visible ASCII is left out. */
    static Map<String, String> of(Json meta) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String name : NAMES) Fields.findString(meta, name).ifPresent(value -> said.put(name, value));
        return checked(said);
    }

    static Map<String, String> checked(Map<String, String> said) {
        Map<String, String> trace = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = said.getOrDefault(name, "");
            boolean fits = !value.isEmpty()
                    && value.length() <= LONGEST
                    && value.chars().allMatch(each -> each >= 0x20 && each < 0x7f);
            if (fits) trace.put(name, value);
        }
        return trace;
    }

    /** Parameters that say it, besides what they say. */
    static Json in(Json params, Map<String, String> trace) {
        if (trace.isEmpty()) return params;
        Fields meta = Fields.of(Versions.meta(params));
        trace.forEach(meta::and);
        return Fields.of(params).and(Versions.META, meta).json();
    }
}
