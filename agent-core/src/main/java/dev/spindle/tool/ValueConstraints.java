package dev.spindle.tool;

import dev.spindle.context.AgentException;
import jakarta.validation.Configuration;
import jakarta.validation.ConstraintDeclarationException;
import jakarta.validation.ConstraintDefinitionException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of Jakarta Validation on what a tool method takes, checked where its API and a provider are on the class path.
 *
 * <p>What a model wrote is never trusted, so the constraints of an argument's own class hold without {@code @Valid}; further inside,
 * {@code @Valid} leads on, as everywhere.
 */
final class ValueConstraints {
    private static final boolean API_IS_PRESENT =
            ValueConstraints.class.getClassLoader().getResource("jakarta/validation/Validation.class") != null;

    private ValueConstraints() {}

    /**
     * Finds out at build time whether the constraints of a method can be checked.
     *
     * @throws AgentException if they contradict each other, or the provider cannot start
     */
    static void check(Object target, Method method) {
        if (API_IS_PRESENT) Checks.declared(target, method);
    }

    /** What the values break, as {@code /place/city: must not be blank}; empty if nothing, or if there is no provider. */
    static List<String> violations(
            Object target, Method method, @Nullable Object[] values, List<ToolParameter> parameters) {
        return API_IS_PRESENT ? Checks.violations(target, method, values, parameters) : List.of();
    }

    /** What a value breaks, as {@code /city: must not be blank}; empty if nothing, or if there is no provider. */
    static List<String> violations(Object value) {
        return API_IS_PRESENT ? Checks.violations(value) : List.of();
    }

    /** Apart, so that nothing of Jakarta Validation is loaded where it is absent. */
    private static final class Checks {
        private static final Provider PROVIDER = Provider.started();

        /** No values at all are enough for a provider to look at every declaration. */
        static void declared(Object target, Method method) {
            if (PROVIDER.failure() != null) throw unusable(PROVIDER.failure());
            Validator validator = PROVIDER.found();
            if (validator == null) return;
            try {
                validator.forExecutables().validateParameters(target, method, new Object[method.getParameterCount()]);
            } catch (ConstraintDeclarationException | ConstraintDefinitionException wrong) {
                throw unusable(wrong);
            }
        }

        static List<String> violations(Object value) {
            Validator validator = PROVIDER.found();
            if (validator == null) return List.of();
            try {
                return ofValue(validator, value).stream()
                        .map(violation -> withPlace(Place.inside(violation.getPropertyPath()), violation.getMessage()))
                        .sorted()
                        .toList();
            } catch (ValidationException broken) {
                return List.of("the value cannot be checked: " + broken.getMessage());
            }
        }

        private static String withPlace(String pointer, String message) {
            return pointer.isEmpty() ? message : pointer + ": " + message;
        }

        private static AgentException unusable(ValidationException why) {
            return new AgentException("its constraints cannot be checked: " + why.getMessage(), why);
        }

        static List<String> violations(
                Object target, Method method, @Nullable Object[] values, List<ToolParameter> parameters) {
            Validator validator = PROVIDER.found();
            if (validator == null) return List.of();
            try {
                return List.copyOf(violations(validator, target, method, values, parameters));
            } catch (ValidationException broken) {
                return List.of("the values cannot be checked: " + broken.getMessage());
            }
        }

        private static Set<String> violations(
                Validator validator,
                Object target,
                Method method,
                @Nullable Object[] values,
                List<ToolParameter> parameters) {
            Set<String> found = new LinkedHashSet<>();
            for (var violation : validator.forExecutables().validateParameters(target, method, values)) {
                Place place = Place.ofParameter(violation.getPropertyPath(), parameters);
                if (!place.isInjected()) found.add(place.pointer() + ": " + violation.getMessage());
            }
            for (int at = 0; at < values.length; at++) {
                String pointer = "/" + parameters.get(at).name();
                for (var violation : ofValue(validator, values[at])) {
                    found.add(pointer + Place.inside(violation.getPropertyPath()) + ": " + violation.getMessage());
                }
            }
            return found;
        }

        private static Set<ConstraintViolation<Object>> ofValue(Validator validator, @Nullable Object value) {
            boolean constrained = value != null
                    && validator.getConstraintsForClass(value.getClass()).isBeanConstrained();
            return constrained ? validator.validate(value) : Set.of();
        }
    }

    /** Where a value stands that breaks a constraint. */
    private record Place(String pointer, boolean isInjected) {
        static Place ofParameter(Path path, List<ToolParameter> parameters) {
            for (Path.Node node : path) {
                if (node.getKind() == ElementKind.PARAMETER) {
                    int index = node.as(Path.ParameterNode.class).getParameterIndex();
                    ToolParameter parameter = parameters.get(index);
                    return new Place("/" + parameter.name() + inside(path), parameter.isInjected());
                }
            }
            return new Place("", false);
        }

        /** The steps below the parameter or value that was checked. */
        static String inside(Path path) {
            StringBuilder pointer = new StringBuilder();
            for (Path.Node node : path) {
                if (node.getIndex() != null) pointer.append('/').append(node.getIndex());
                if (node.getKey() != null) pointer.append('/').append(node.getKey());
                if (node.getKind() == ElementKind.PROPERTY) pointer.append('/').append(node.getName());
            }
            return pointer.toString();
        }
    }

    /**
     * What checks values.
     *
     * @param found null if there is no provider, or it cannot start
     * @param failure why it cannot start
     */
    private record Provider(
            @Nullable Validator found, @Nullable ValidationException failure) {
        static Provider started() {
            try {
                return new Provider(inEnglish(Validation.byDefaultProvider().configure()), null);
            } catch (NoProviderFoundException none) {
                return new Provider(null, null);
            } catch (ValidationException failure) {
                return new Provider(null, failure);
            }
        }

        private static Validator inEnglish(Configuration<?> configuration) {
            MessageInterpolator words = new InEnglish(configuration.getDefaultMessageInterpolator());
            return configuration
                    .messageInterpolator(words)
                    .buildValidatorFactory()
                    .getValidator();
        }
    }

    /** Models read English, whatever the machine speaks. */
    private record InEnglish(MessageInterpolator words) implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            return words.interpolate(template, context, Locale.ENGLISH);
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return interpolate(template, context);
        }
    }
}
