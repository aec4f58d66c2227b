package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Reads from plain Java what would otherwise have to be said by Jackson's annotations, which win where they are present.
 *
 * <p>A record component is required and not null, unless it is an {@code Optional} or annotated with any {@code @Nullable}. So is what a
 * constructor, a factory or a method of a builder takes; a builder's method that has a default says so with
 * {@code @JsonProperty(defaultValue = "…")}.
 * A sealed type is told apart by a field {@code type} that holds the simple name of the class.
 */
final class PlainJava extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);
    private static final JsonTypeInfo.Value BY_SIMPLE_NAME = bySimpleName();

    @SuppressWarnings("deprecation") // the newer one is missing in the annotations that the BOMs of Spring Boot 4 pin
    private static JsonTypeInfo.Value bySimpleName() {
        return JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);
    }

    @Override
    public @Nullable String findPropertyDescription(MapperConfig<?> config, Annotated annotated) {
        return described(annotated, "value");
    }

    @Override
    public @Nullable PropertyName findNameForSerialization(MapperConfig<?> config, Annotated annotated) {
        String name = described(annotated, "name");
        return name == null ? null : PropertyName.construct(name);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
        return findNameForSerialization(config, annotated);
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        Optional<RecordComponent> component = component(member);
        if (component.isPresent()) return !mayBeAbsent(component.get());
        return created(member).map(parameter -> !mayBeAbsent(parameter)).orElse(null);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        boolean notNull = annotated instanceof AnnotatedMember member
                && (component(member).filter(component -> !mayBeNull(component)).isPresent()
                        || created(member)
                                .filter(parameter -> !mayBeNull(parameter))
                                .isPresent());
        return notNull ? JsonSetter.Value.forValueNulls(Nulls.FAIL) : JsonSetter.Value.empty();
    }

    @Override
    public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
        boolean always = annotated instanceof AnnotatedMember member
                && component(member)
                        .filter(component -> isAnything(component.getType()) && !mayBeAbsent(component))
                        .isPresent();
        return always
                ? JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS)
                : JsonInclude.Value.empty();
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass type
                        && sealedRoot(type.getRawType()).isPresent()
                ? BY_SIMPLE_NAME
                : null;
    }

    /** The sealed type of the user's that this class is, or belongs to. */
    static Optional<Class<?>> sealedRoot(@Nullable Class<?> type) {
        if (type == null || type.isEnum() || type.getName().startsWith("java.")) {
            return Optional.empty();
        }
        if (type.isSealed()) {
            return Optional.of(type);
        }
        return Arrays.stream(type.getInterfaces())
                .map(PlainJava::sealedRoot)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> sealedRoot(type.getSuperclass()));
    }

    /** Whether a value without this component, or with null in it, is still whole. */
    private static boolean mayBeAbsent(RecordComponent component) {
        return OPTIONALS.contains(component.getType())
                || isIgnored(component)
                || isNullable(component)
                || isNullable(component.getAnnotatedType())
                || isNullable(component.getAccessor());
    }

    /** The same of a field: of a record's component, or of a class. */
    static boolean mayBeAbsent(Field field) {
        return OPTIONALS.contains(field.getType()) || isNullable(field) || isNullable(field.getAnnotatedType());
    }

    private static boolean mayBeNull(RecordComponent component) {
        return isAnything(component.getType()) || mayBeAbsent(component);
    }

    private static boolean isAnything(Class<?> type) {
        return type == Object.class || type == Json.class;
    }

    /** Whether {@code @JsonIgnore} keeps a component out of JSON; it is null when read. */
    private static boolean isIgnored(RecordComponent component) {
        JsonIgnore ignore = component.getAccessor().getAnnotation(JsonIgnore.class);
        return ignore != null && ignore.value();
    }

    private static boolean isNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    /** What an annotation that {@link Schemas.Describes} marks says of a member; null if it says nothing. */
    private static @Nullable String described(Annotated annotated, String element) {
        if (!(annotated instanceof AnnotatedMember member)) {
            return null;
        }
        for (Annotation annotation : (Iterable<Annotation>) member.annotations()::iterator) {
            if (annotation.annotationType().isAnnotationPresent(Schemas.Describes.class)) {
                return text(annotation, element);
            }
        }
        return null;
    }

    private static @Nullable String text(Annotation annotation, String element) {
        try {
            Method method = annotation.annotationType().getMethod(element);
            method.setAccessible(true);
            String text = String.valueOf(method.invoke(annotation));
            return text.isEmpty() ? null : text;
        } catch (NoSuchMethodException absent) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new JsonException("cannot read " + annotation, e);
        }
    }

    /** The parameter of the constructor or factory that makes an object of a class, or of a builder's method, of which a value is told. */
    private static Optional<Parameter> created(AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getMember() instanceof Executable creator) {
            return Optional.of(creator.getParameters()[parameter.getIndex()]);
        }
        boolean setsInBuilder = member.getMember() instanceof Method method
                && method.getParameterCount() == 1
                && isBuilder(method.getDeclaringClass());
        return setsInBuilder ? Optional.of(((Method) member.getMember()).getParameters()[0]) : Optional.empty();
    }

    private static boolean isBuilder(Class<?> type) {
        if (type.isAnnotationPresent(JsonPOJOBuilder.class)) return true;
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("build") && method.getParameterCount() == 0) return true;
        }
        return false;
    }

    private static boolean mayBeAbsent(Parameter parameter) {
        JsonProperty said = parameter.getDeclaringExecutable().getAnnotation(JsonProperty.class);
        return OPTIONALS.contains(parameter.getType())
                || isNullable(parameter)
                || isNullable(parameter.getAnnotatedType())
                || isNullable(parameter.getDeclaringExecutable())
                || (said != null && !said.defaultValue().isEmpty());
    }

    private static boolean mayBeNull(Parameter parameter) {
        return isAnything(parameter.getType()) || mayBeAbsent(parameter);
    }

    private static Optional<RecordComponent> component(AnnotatedMember member) {
        Class<?> owner = member.getDeclaringClass();
        if (!owner.isRecord()) {
            return Optional.empty();
        }
        RecordComponent[] components = owner.getRecordComponents();
        if (member instanceof AnnotatedParameter parameter) {
            boolean canonical = parameter.getOwner().getParameterCount() == components.length
                    && parameter.getIndex() < components.length
                    && parameter.getRawType() == components[parameter.getIndex()].getType();
            return canonical ? Optional.of(components[parameter.getIndex()]) : Optional.empty();
        }
        return Arrays.stream(components)
                .filter(component -> component.getName().equals(member.getName()))
                .findFirst();
    }
}
