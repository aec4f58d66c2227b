package dev.spindle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The order of the rooms, who may see which library, and what a name or a field may not be. */
@AnalyzeClasses(packages = "dev.spindle", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** Ground floor first: a room may use any room before it in this list. */
    private static final List<Room> ROOMS = List.of(
            new Room("json", "dev.spindle.json.."),
            new Room("message", "dev.spindle.message.."),
            new Room("context", "dev.spindle.context.."),
            new Room("tool", "dev.spindle.tool.."),
            new Room("http", "dev.spindle.http.."),
            new Room("model", "dev.spindle.model"),
            new Room("model.openai", "dev.spindle.model.openai.."),
            new Room("testing", "dev.spindle.testing.."),
            new Room("memory", "dev.spindle.memory.."),
            new Room("event", "dev.spindle.event.."),
            new Room("state", "dev.spindle.state.."),
            new Room("journal", "dev.spindle.journal.."),
            new Room("jdbc", "dev.spindle.jdbc.."),
            new Room("run", "dev.spindle.run.."),
            new Room("replay", "dev.spindle.replay.."),
            new Room("policy", "dev.spindle.policy.."),
            new Room("telemetry", "dev.spindle.telemetry.."),
            new Room("agent", "dev.spindle"),
            new Room("guice", "dev.spindle.guice.."));

    private static final DescribedPredicate<JavaClass> OUTSIDE = resideInAnyPackage(
                    "dev.spindle.journal..",
                    "dev.spindle.jdbc..",
                    "dev.spindle.http..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "java.util.concurrent..",
                    "java.util.logging..",
                    "javax..",
                    "org.slf4j..")
            .or(belongToAnyOf(
                    Clock.class,
                    Thread.class,
                    ThreadLocal.class,
                    Process.class,
                    ProcessBuilder.class,
                    Runtime.class,
                    System.class,
                    Random.class));

    private static final Set<String> ASKING = Set.of("now", "random", "randomUUID");

    private static final DescribedPredicate<JavaClass> LIBRARY_TYPE = resideInAnyPackage(
            "tools.jackson..", "okhttp3..", "okio..", "com.github.victools..", "com.networknt..", "com.knuddels..");

    @ArchTest
    static final ArchRule aRoomUsesOnlyTheRoomsBelow = roomsInOrder();

    @ArchTest
    static final ArchRule whatHappenedAndWhatFollowsIsPure = roomsArePure();

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyHttpSeesOkHttp = onlyRoomSees("http", "okhttp3..", "okio..", "kotlin..");

    @ArchTest
    static final ArchRule onlyJsonSeesDatabindSchemaGeneratorAndValidator =
            onlyRoomSees("json", "tools.jackson.databind..", "com.github.victools..", "com.networknt..");

    @ArchTest
    static final ArchRule onlyGuiceSeesGuice = onlyRoomSees("guice", "com.google.inject..", "com.google.common..");

    @ArchTest
    static final ArchRule onlyMemorySeesTheTokenizer = onlyRoomSees("memory", "com.knuddels..");

    @ArchTest
    static final ArchRule onlyTelemetrySeesOpenTelemetry = onlyRoomSees("telemetry", "io.opentelemetry..");

    @ArchTest
    static final ArchRule noPublicSignatureShowsALibraryType = classes().should(showNoLibraryType());

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveNameMatching(".*[.$](Abstract|Base|Async)[A-Z][^.$]*")
            .orShould()
            .haveNameMatching(".*(Impl|Utils?|Manager|Helper|Async)");

    @ArchTest
    static final ArchRule everyStaticFieldIsFinal = classes().should(haveFinalStaticFields());

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(be(inANullMarkedPackage()));

    private record Room(String name, String packages) {}

    static ArchRule roomsInOrder() {
        LayeredArchitecture building = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture();
        for (Room room : ROOMS) {
            building = building.layer(room.name()).definedBy(room.packages());
        }
        for (int floor = 0; floor < ROOMS.size(); floor++) {
            var room = building.whereLayer(ROOMS.get(floor).name());
            String[] above = ROOMS.stream().skip(floor + 1).map(Room::name).toArray(String[]::new);
            building = above.length == 0 ? room.mayNotBeAccessedByAnyLayer() : room.mayOnlyBeAccessedByLayers(above);
        }
        return building;
    }

    /** No journal, thread, clock, chance, file, socket, database or logger; dates are values, but what time it is an event says. */
    static ArchRule roomsArePure() {
        return noClasses()
                .that()
                .resideInAnyPackage("dev.spindle.event..", "dev.spindle.state..")
                .should()
                .dependOnClassesThat(OUTSIDE)
                .orShould()
                .callMethodWhere(target(describe(
                        "asks for the time or for chance",
                        method -> ASKING.contains(method.getName())
                                && method.getOwner().getPackageName().startsWith("java."))));
    }

    private static ArchRule onlyRoomSees(String room, String... libraryPackages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.spindle." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraryPackages);
    }

    private static ArchCondition<JavaClass> showNoLibraryType() {
        return new ArchCondition<>("show no type of a library in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isVisible(type)) {
                    return;
                }
                reportLibraryTypes(type.getFullName(), typesInHeader(type), events);
                type.getMembers().stream()
                        .filter(ArchitectureTest::isPublicOrProtected)
                        .forEach(member -> reportLibraryTypes(member.getFullName(), typesInSignature(member), events));
            }
        };
    }

    private static void reportLibraryTypes(String place, Stream<? extends JavaType> types, ConditionEvents events) {
        types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .filter(LIBRARY_TYPE)
                .distinct()
                .map(type -> "%s shows %s: use a type of our own".formatted(place, type.getName()))
                .forEach(message -> events.add(SimpleConditionEvent.violated(place, message)));
    }

    private static Stream<? extends JavaType> typesInHeader(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream(), type.getInterfaces().stream(), type.getTypeParameters().stream())
                .flatMap(types -> types);
    }

    private static Stream<? extends JavaType> typesInSignature(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getTypeParameters().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    /** A public type within a hidden one is hidden too. */
    private static boolean isVisible(JavaClass type) {
        return isPublicOrProtected(type)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isPublicOrProtected(HasModifiers element) {
        return element.getModifiers().contains(JavaModifier.PUBLIC)
                || element.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static ArchCondition<JavaClass> haveFinalStaticFields() {
        return new ArchCondition<>("have no static field that is not final") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                        .map(field -> field.getFullName() + " is static and not final: give it to an instance")
                        .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
