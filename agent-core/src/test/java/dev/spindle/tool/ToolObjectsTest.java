package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people give as tools, and what they are told of what is none. */
class ToolObjectsTest {
    static final class Clock {
        @Tool("Tells the time.")
        String now() {
            return "noon";
        }
    }

    interface Weather {
        @Tool("Current weather.")
        String weather(@Param("City") String city);
    }

    abstract static class Bank {
        @Tool("Pays.")
        void pay(@Param("Euros") int euros) {}
    }

    static final class Books {
        @Tool("Finds a book by its title.")
        String find(@Param("Title") String title) {
            return title;
        }

        @Tool("Finds a book by its number.")
        String find(@Param("Number") int number) {
            return "" + number;
        }
    }

    static final class Mute {
        @SuppressWarnings("unused") // it is not meant to be called
        void speak() {}
    }

    @SuppressWarnings("UnusedMethod") // called by reflection
    private static final class Hidden {
        @Tool("Works, though private.")
        private String secret(@Param("Number") int number) {
            return "n" + number;
        }

        @Tool("Works, though static.")
        private static String shared() {
            return "shared";
        }
    }

    @Test
    void whatIsNoToolObjectIsNamedWithWhatToGive() {
        Clock clock = new Clock();
        ToolSpec spec = ToolSpec.of("echo", "Echoes.", Json.parse("{\"type\":\"object\"}"), Effect.READ);

        ToolDefinitionException thrown = catchThrowableOfType(
                ToolDefinitionException.class,
                () -> ToolFunction.scan(
                        List.of(clock),
                        Map.of("clock", clock),
                        Stream.of(clock),
                        Optional.of(clock),
                        new Object[] {clock},
                        Clock.class,
                        Weather.class,
                        Bank.class,
                        new Mute(),
                        new Books(),
                        spec));

        assertThat(thrown.getMessage()).isEqualTo(Golden.text("tool-objects.txt"));
    }

    @Test
    void nothingIsNoToolObject() {
        assertThatThrownBy(() -> ToolFunction.scan(new Clock(), null))
                .hasMessage("tool object 2 is null; give an object with @Tool methods");
    }

    @Test
    void privateAndStaticMethodsOfPrivateClassesAreTools() throws Exception {
        List<ToolFunction> tools = ToolFunction.scan(new Hidden());

        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("secret", "shared");
        assertThat(tools.get(0).read("{\"number\":3}")).isInstanceOf(Arguments.Accepted.class);
    }

    @Test
    void methodOfAnInterfaceIsAToolOfWhatImplementsIt() {
        Weather weather = city -> "rain in " + city;

        assertThat(ToolFunction.scan(weather))
                .extracting(tool -> tool.spec().name())
                .containsExactly("weather");
    }

    @Test
    void namelessParametersAreOneMistakeOfTheirMethod(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Nameless.java");
        Files.writeString(source, """
                import dev.spindle.tool.*;
                public class Nameless {
                    @Tool("Pays.") public void pay(@Param("Who") String to, @Param("Euros") int euros, @Param("Why") String why) {}
                }
                """);
        String classPath = System.getProperty("java.class.path");
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        Object nameless = new java.net.URLClassLoader(
                        new java.net.URL[] {folder.toUri().toURL()})
                .loadClass("Nameless")
                .getConstructor()
                .newInstance();

        ToolDefinitionException thrown =
                catchThrowableOfType(ToolDefinitionException.class, () -> ToolFunction.scan(nameless));

        assertThat(thrown.mistakes())
                .containsExactly("Nameless.pay: its parameters have no names; set"
                        + " <maven.compiler.parameters>true</maven.compiler.parameters> in pom.xml or options.compilerArgs <<"
                        + " '-parameters' in build.gradle, and compile again; or give each @Param(name = …)");
    }
}
