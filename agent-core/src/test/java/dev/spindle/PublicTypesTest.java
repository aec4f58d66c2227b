package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/api.md lists every public type of this module, by its room, with a line about it; who adds one says there what it is for. */
class PublicTypesTest {
    private static final int MOST = 100;
    private static final Path LIST = Path.of("..", "docs", "api.md");
    private static final Pattern ROOM = Pattern.compile("(?m)^## (\\S+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\S.*\\S) \\|$");

    @Test
    void theListHasEachPublicTypeOnceAndNoOther() throws IOException {
        String list = Files.readString(LIST);
        TreeMap<String, List<String>> listed = new TreeMap<>();
        List<MatchResult> rooms = ROOM.matcher(list).results().toList();
        for (int at = 0; at < rooms.size(); at++) {
            int end = at + 1 < rooms.size() ? rooms.get(at + 1).start() : list.length();
            String section = list.substring(rooms.get(at).end(), end);
            listed.put(
                    rooms.get(at).group(1),
                    ROW.matcher(section).results().map(row -> row.group(1)).toList());
        }

        TreeMap<String, List<String>> existing = new TreeMap<>();
        for (JavaClass type : publicTypes()) {
            existing.merge(type.getPackageName(), List.of(type.getSimpleName()), PublicTypesTest::together);
        }

        assertEquals(existing, listed);
    }

    @Test
    void roomsAreDoorsAndNotHalls() {
        assertTrue(publicTypes().size() <= MOST, publicTypes().size() + " public types; hide one before you add one");
    }

    private static List<String> together(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).sorted().toList();
    }

    private static List<JavaClass> publicTypes() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.spindle").stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .toList();
    }
}
