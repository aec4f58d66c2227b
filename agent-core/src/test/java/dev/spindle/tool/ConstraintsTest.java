package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Constraints of Jakarta Validation: what JSON Schema can say stands in the schema, the rest is checked on the bound value. */
class ConstraintsTest {
    @Constraint(validatedBy = Ordered.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface EndsAfterItBegins {
        String message() default "must end after it begins";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    public static final class Ordered implements ConstraintValidator<EndsAfterItBegins, Stay> {
        @Override
        public boolean isValid(Stay stay, ConstraintValidatorContext context) {
            return stay.from().isBefore(stay.to());
        }
    }

    @EndsAfterItBegins
    record Stay(
            @Param("First night") LocalDate from,
            @Param("Day of leaving") LocalDate to) {}

    record Guest(@Param("Name") @NotBlank String name) {}

    static class Hotel {
        @Tool("Books a room.")
        String book(
                @Param("When") Stay stay,
                @Param("Who") @Size(min = 1, max = 3) List<@Valid Guest> guests,
                @Param("How many beds") Optional<@Min(1) @Max(4) Integer> beds,
                @Param("Where to confirm") @Email String mail,
                @Param("Code") @Pattern(regexp = "[A-Z]+") String code,
                @Param("Price") @Positive double price,
                @NotNull RunContext context) {
            return "booked";
        }
    }

    private static final String FITTING = """
            {"stay":{"from":"2030-01-01","to":"2030-01-03"},"guests":[{"name":"Bo"}],"beds":2,"mail":"bo@example.org",\
            "code":"AB","price":9.5}""";

    private static ToolFunction book() {
        return ToolFunction.scan(new Hotel()).get(0);
    }

    private static String rejection(String arguments) {
        return ((Arguments.Rejected) book().read(arguments)).message();
    }

    @Test
    void fittingArgumentsPass() {
        Arguments read = book().read(FITTING);

        assertThat(read).isInstanceOf(Arguments.Accepted.class);
    }

    @Test
    void theSchemaSaysWhatItCan() {
        Json properties = book().spec().parameters().get("properties");

        assertThat(properties.get("guests").get("minItems")).isEqualTo(Json.parse("1"));
        assertThat(properties.get("guests").get("maxItems")).isEqualTo(Json.parse("3"));
        assertThat(properties.get("beds").get("minimum")).isEqualTo(Json.parse("1"));
        assertThat(properties.get("mail").get("format")).isEqualTo(Json.of("email"));
        assertThat(properties.get("code").get("pattern")).isEqualTo(Json.of("^(?:[A-Z]+)$"));
        assertThat(properties.get("price").get("exclusiveMinimum")).isEqualTo(Json.parse("0"));
    }

    @Test
    void whatNoSchemaCanSayIsCheckedOnTheValue() {
        String message = rejection(FITTING.replace("2030-01-03", "2029-12-31"));

        assertThat(message).contains("- /stay: must end after it begins");
    }

    @Test
    void aConstraintOfTheSchemaNamesItsPlace() {
        String message = rejection(FITTING.replace("\"AB\"", "\"AB1\""));

        assertThat(message).contains("/code");
    }

    static final class Coded {
        @Tool("Takes a code.")
        String take(@Param("Code") @Pattern(regexp = "(?i)[a-z]++") String code) {
            return code;
        }
    }

    @Test
    void patternsThatOnlyJavaKnowsAreCheckedOnTheValue() {
        ToolFunction take = ToolFunction.scan(new Coded()).get(0);

        Arguments read = take.read("{\"code\":\"A1\"}");

        assertThat(take.spec().parameters().at("/properties/code/pattern")).isEmpty();
        assertThat(((Arguments.Rejected) read).message()).contains("- /code: must match");
        assertThat(take.read("{\"code\":\"Ab\"}")).isInstanceOf(Arguments.Accepted.class);
    }

    interface Bookable {
        String book(@Param("Who") String who);
    }

    static final class Contradicting implements Bookable {
        @Override
        @Tool("Books.")
        public String book(@NotBlank String who) {
            return who;
        }
    }

    @Test
    void constraintsThatContradictEachOtherAreAMistakeOfTheDefinition() {
        assertThatThrownBy(() -> ToolFunction.scan(new Contradicting()))
                .isInstanceOf(ToolDefinitionException.class)
                .hasMessageContaining("Contradicting.book: its constraints cannot be checked: ");
    }

    static final class Misplaced {
        @Tool("Books.")
        String book(@Param("Who") @Min(1) List<String> who) {
            return who.toString();
        }
    }

    @Test
    void aConstraintThatDoesNotSuitItsTypeIsAMistakeOfTheDefinition() {
        assertThatThrownBy(() -> ToolFunction.scan(new Misplaced()))
                .isInstanceOf(ToolDefinitionException.class)
                .hasMessageContaining("Misplaced.book: its constraints cannot be checked: ");
    }

    @Test
    void coercionCanBeSwitchedOff() {
        ToolFunction strict = book().withoutCoercion();
        String quoted = FITTING.replace("\"beds\":2", "\"beds\":\"2\"");

        assertThat(book().read(quoted)).isInstanceOf(Arguments.Accepted.class);
        assertThat(((Arguments.Rejected) strict.read(quoted)).message()).contains("/beds");
    }
}
