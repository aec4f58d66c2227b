package dev.spindle.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A small agent, built and run under the BOMs that programs have. */
class ForeignBomsIT {
    private static final String SMALL_AGENT = "SmallAgent";
    private static final String ANSWER = "Answer[place=Oslo, day=2026-05-31]";
    private static final List<String> SHOWN = List.of(
            "jackson-databind",
            "jackson-annotations",
            "json-schema-validator",
            "okhttp-jvm",
            "kotlin-stdlib",
            "slf4j-api");

    @TempDir
    private static Path folder;

    private static Outside outside;

    /**
     * @param works whether the agent runs under it even if nothing of ours is pinned
     */
    private record Bom(String group, String artifact, String version, boolean works) {
        String name() {
            return artifact + "-" + version;
        }

        String imported() {
            return imported(group, artifact, version);
        }

        private static String imported(String group, String artifact, String version) {
            return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>"
                    + version + "</version><type>pom</type><scope>import</scope></dependency>";
        }
    }

    private static Stream<Bom> boms() {
        return Stream.of(
                new Bom("org.springframework.boot", "spring-boot-dependencies", "3.4.5", false),
                new Bom("org.springframework.boot", "spring-boot-dependencies", "3.5.7", false),
                new Bom("org.springframework.boot", "spring-boot-dependencies", "4.0.7", true),
                new Bom("org.springframework.boot", "spring-boot-dependencies", "4.1.2", true),
                new Bom("io.quarkus", "quarkus-bom", "3.20.1", false),
                new Bom("io.quarkus", "quarkus-bom", "3.33.2", false),
                new Bom("io.micronaut.platform", "micronaut-platform", "4.10.8", false));
    }

    private static final String OLD_OKHTTP =
            "<dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp</artifactId>%s</dependency>";
    private static final String GUAVA =
            "<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>31.1-jre</version></dependency>";

    @BeforeAll
    static void buildAll() throws IOException, InterruptedException {
        outside = Outside.in(folder);
        String ours = Bom.imported("dev.spindle", "agent-bom", System.getProperty("spindle.version"));
        String source = Files.readString(Path.of("src", "test", "outside", SMALL_AGENT + ".java"));
        for (Bom bom : boms().toList()) {
            outside.add(bom.name(), pom(bom.name(), ours + bom.imported(), ""), SMALL_AGENT, source);
            outside.add(alone(bom), pom(alone(bom), bom.imported(), ""), SMALL_AGENT, source);
        }
        String okhttp = OLD_OKHTTP.formatted("<version>4.12.0</version>");
        outside.add("old-okhttp", pom("old-okhttp", "", okhttp + GUAVA), SMALL_AGENT, source);
        String managed = OLD_OKHTTP.formatted("");
        outside.add("managed-okhttp", pom("managed-okhttp", ours, managed + GUAVA), SMALL_AGENT, source);
        outside.build();
    }

    @AfterAll
    static void close() throws IOException {
        outside.close();
    }

    private static String alone(Bom bom) {
        return bom.name() + "-alone";
    }

    private static String pom(String name, String managed, String dependencies) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>outside</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <properties>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                    <maven.compiler.release>17</maven.compiler.release>
                    <maven.compiler.parameters>true</maven.compiler.parameters>
                  </properties>
                  <dependencyManagement><dependencies>%s</dependencies></dependencyManagement>
                  <dependencies>
                    %s
                    <dependency>
                      <groupId>dev.spindle</groupId><artifactId>agent-core</artifactId><version>%s</version>
                    </dependency>
                  </dependencies>
                  <build><plugins><plugin>
                    <artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version>
                  </plugin></plugins></build>
                </project>
                """.formatted(name, managed, dependencies, System.getProperty("spindle.version"));
    }

    @ParameterizedTest
    @MethodSource("boms")
    void agentRunsUnderOurBomAndTheirs(Bom bom) throws IOException, InterruptedException {
        Outside.Ran ran = outside.main(bom.name(), SMALL_AGENT, Map.of());

        assertThat(ran.output()).contains(ANSWER);
        report(bom);
    }

    private static void report(Bom bom) throws IOException {
        Map<String, String> jars = outside.jars(bom.name());
        List<String> versions = new ArrayList<>();
        SHOWN.forEach(name -> versions.add(name + " " + jars.get(name)));
        System.out.println(bom.name() + ": " + String.join(", ", versions));
    }

    @ParameterizedTest
    @MethodSource("boms")
    void underTheirsAloneItRunsOrSaysInOneSentenceWhatIsTooOld(Bom bom) throws IOException, InterruptedException {
        Outside.Ran ran = outside.main(alone(bom), SMALL_AGENT, Map.of());

        if (bom.works()) {
            assertThat(ran.output()).contains(ANSWER);
            return;
        }
        String annotations = outside.jars(alone(bom)).get("jackson-annotations");
        assertThat(ran.output())
                .contains("Spindle needs com.fasterxml.jackson.core:jackson-annotations 2.22 or newer (found "
                        + annotations + ")")
                .contains("; import dev.spindle:agent-bom before the BOM that pins it, or set the version yourself");
    }

    @Test
    void olderOkHttpBesideOursIsNamed() throws IOException, InterruptedException {
        Outside.Ran ran = outside.main("old-okhttp", SMALL_AGENT, Map.of());

        assertThat(ran.output()).contains("Spindle needs com.squareup.okhttp3:okhttp 5.0.0 or newer (found 4.12.0)");
    }

    @Test
    void ourBomLiftsAnOlderOkHttp() throws IOException, InterruptedException {
        Outside.Ran ran = outside.main("managed-okhttp", SMALL_AGENT, Map.of());

        assertThat(ran.output()).contains(ANSWER);
    }
}
