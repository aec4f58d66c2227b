package dev.spindle.json;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DefaultDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectRegistry;
import com.networknt.schema.keyword.AnnotationKeyword;

/**
 * The dialects of JSON Schema, in which a keyword that nobody knows is an annotation and nothing else. The library would log its name and
 * keep it for good, and strangers write names by the megabyte. Thread-safe.
 */
final class QuietDialects implements DialectRegistry {
    private final DialectRegistry dialects = new DefaultDialectRegistry();

    @Override
    public Dialect getDialect(String id, SchemaRegistry registry) {
        Dialect loud = dialects.getDialect(id, registry);
        return Dialect.builder(loud.getId(), loud)
                .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
                .build();
    }
}
