package dev.spindle.testing.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class, or a method, with tests of agents, which may take models as parameters and ask no real one.
 *
 * <pre>{@code
 * @AgentTest
 * class WeatherTest {
 *     @Test
 *     void aCoatIsAdvised(@Cassette("coat.json") Model model) { … }
 *
 *     @Test
 *     void anUnknownCityIsAskedFor(ScriptedModel model) { … }
 * }
 * }</pre>
 *
 * <p>A {@code ScriptedModel} comes with an empty script. When a test has passed, the script and the cassette must be used up; see
 * {@link Cassette} for how one is recorded. Requests are banned as by {@link NoModelRequests}.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@NoModelRequests
@ExtendWith(ModelParameters.class)
public @interface AgentTest {}
