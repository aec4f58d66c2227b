package dev.spindle.json;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.InputStreamSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema, compiled on first use: says where and how a value departs from it.
 *
 * <p>Draft 2020-12 unless {@code $schema} says otherwise; {@code format} is an annotation unless {@link #assertFormats}.
 * Nothing is ever fetched: a {@code $ref} resolves inside the schema, to a built-in meta-schema, or through
 * {@link #references}. Work is bounded, so that neither a schema that refers to itself without end nor a pattern that
 * backtracks without end can hold a thread. Thread-safe.
 */
public final class SchemaValidator {
    private static final int MAX_DEPTH = 5_000;
    private static final long MAX_STEPS = 5_000_000;

    /** The most violations that {@link #check} returns. */
    public static final int MAX_VIOLATIONS = 50;

    private final Json schema;
    private final boolean formatsAsserted;
    private final Function<String, Optional<Json>> documents;
    private final Optional<PlainSchema> plain;
    private final PatternWork patterns = new PatternWork();
    private volatile @Nullable Schema compiled;

    private SchemaValidator(Json schema, boolean formatsAsserted, Function<String, Optional<Json>> documents) {
        this.schema = schema;
        this.formatsAsserted = formatsAsserted;
        this.documents = documents;
        this.plain = PlainSchema.find(schema.node());
    }

    /**
     * One way in which a value departs from its schema.
     *
     * @param pointer where in the value, as a JSON Pointer; empty for the whole; a property that is missing or not allowed is
     *     itself the place
     * @param keyword the keyword of the schema that failed, as {@code required}
     * @param message the same in words: {@code /days: string found, integer expected}
     * @param types the JSON types that are allowed there; empty if the violation is not about the type
     */
    public record Violation(String pointer, String keyword, String message, List<String> types) {
        /** Copies the types. */
        public Violation {
            types = List.copyOf(types);
        }
    }

    /**
     * A validator for a schema.
     *
     * @throws JsonException if the schema is neither an object nor a boolean
     */
    public static SchemaValidator of(Json schema) {
        if (!schema.isObject() && !schema.isBoolean()) {
            throw new JsonException("a JSON Schema is an object, true or false, but " + schema.describe() + " found");
        }
        return new SchemaValidator(schema, false, uri -> Optional.empty());
    }

    /**
     * Checks a schema itself against the meta-schema that its {@code $schema} names, if that is a published draft, else against that of
     * draft 2020-12.
     *
     * <p>{@link #check} does not: to it a keyword that is malformed, such as a {@code type} that does not exist, merely never
     * holds, or always.
     *
     * @return where the schema is malformed; empty if it is well-formed
     */
    public static List<Violation> malformations(Json schema) {
        if (PlainSchema.find(schema.node()).isPresent()) return List.of();
        String named =
                schema.find("$schema").filter(Json::isString).map(Json::string).orElse("");
        return MetaSchema.OLDER
                .getOrDefault(named.replaceFirst("#$", ""), MetaSchema.NEWEST)
                .check(schema);
    }

    private static final class MetaSchema {
        static final SchemaValidator NEWEST = meta("https://json-schema.org/draft/2020-12/schema");
        static final Map<String, SchemaValidator> OLDER = Stream.of(
                        "https://json-schema.org/draft/2019-09/schema",
                        "http://json-schema.org/draft-07/schema",
                        "http://json-schema.org/draft-06/schema",
                        "http://json-schema.org/draft-04/schema")
                .collect(Collectors.toUnmodifiableMap(draft -> draft, MetaSchema::meta));

        private static SchemaValidator meta(String draft) {
            String dialect = draft.startsWith("http:") ? draft + "#" : draft;
            return of(Json.trusted("{\"$schema\":\"" + dialect + "\",\"$ref\":\"" + dialect + "\"}"));
        }
    }

    /** A validator of the same schema for which a value that breaks its {@code format} is invalid. */
    public SchemaValidator assertFormats() {
        return new SchemaValidator(schema, true, documents);
    }

    /** A validator of the same schema that asks this function for the document of every absolute URI it does not know. */
    public SchemaValidator references(Function<String, Optional<Json>> documents) {
        return new SchemaValidator(schema, formatsAsserted, documents);
    }

    /**
     * Checks a value.
     *
     * @return the violations, at most {@value #MAX_VIOLATIONS}, in the order of the schema's keywords; empty if the value is valid
     * @throws JsonException if the schema is malformed, a {@code $ref} cannot be resolved, or the check takes too much work
     */
    public List<Violation> check(Json instance) {
        if (plain.isPresent() && plain.get().accepts(instance.node())) return List.of();
        try {
            return ViolationWords.violations(compiled().validate(instance.node()));
        } catch (SchemaException e) {
            if (e.getCause() instanceof JsonException ours) throw ours;
            throw new JsonException("the JSON Schema cannot be used: " + ViolationWords.reason(e), e);
        } catch (ValidationLimitExceededException e) {
            throw new JsonException(
                    "the JSON Schema takes too much work: more than " + e.getLimit() + " steps or levels for one value",
                    e);
        } catch (StackOverflowError e) {
            throw new JsonException(
                    "the JSON Schema refers to itself without end, or the value nests too deep for it", e);
        } finally {
            patterns.end();
        }
    }

    private Schema compiled() {
        Schema known = compiled;
        if (known == null) {
            known = compile();
            compiled = known;
        }
        return known;
    }

    private Schema compile() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(formatsAsserted)
                .locale(Locale.ROOT)
                // A text of the format regex is judged by whether a pattern can be made of it.
                .regularExpressionFactory(source ->
                        formatsAsserted ? new EcmaPattern(source, patterns) : EcmaPattern.orUnusable(source, patterns))
                .pathType(PathType.JSON_POINTER)
                .executionContextCustomizer((context, ignored) -> context.executionConfig(
                        limits -> limits.maxEvaluationDepth(MAX_DEPTH).maxEvaluationSteps(MAX_STEPS)))
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config)
                        .dialectRegistry(new QuietDialects())
                        .schemaLoader(loader -> loader.block(
                                        uri -> uri.toString().startsWith("classpath:")
                                                || uri.toString().startsWith("resource:"))
                                .resourceLoaders(loaders -> loaders.add(uri -> document(uri.toString())))));
        return registry.getSchema(SchemaLocation.of(""), schema.node());
    }

    private @Nullable InputStreamSource document(String uri) {
        return documents
                .apply(uri)
                .map(json -> json.text().getBytes(StandardCharsets.UTF_8))
                .<InputStreamSource>map(bytes -> () -> new ByteArrayInputStream(bytes))
                .orElse(null);
    }
}
