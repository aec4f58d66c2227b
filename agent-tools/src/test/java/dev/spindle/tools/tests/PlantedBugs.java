package dev.spindle.tools.tests;

import dev.spindle.tools.tests.Triage.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A small project with bugs in it. Where each should be found is marked in its sources by {@code HERE} and its name, behind a number of lines
 * that differs from one run to the next.
 */
record PlantedBugs(TestProgram program, Map<String, String> files, List<Bug> bugs) {
    /** A bug, and what kind of trouble it makes. */
    record Bug(String name, Kind kind) {}

    /** Where a bug should be found. */
    record Place(String file, int line) {}

    static PlantedBugs in(TestProgram program) {
        return new PlantedBugs(program, Map.of(), List.of());
    }

    PlantedBugs file(String path, String text) {
        Map<String, String> more = new LinkedHashMap<>(files);
        more.put(path, text);
        return new PlantedBugs(program, more, bugs);
    }

    PlantedBugs bug(String name, Kind kind) {
        List<Bug> more = new ArrayList<>(bugs);
        more.add(new Bug(name, kind));
        return new PlantedBugs(program, files, more);
    }

    /** Lays the project into a folder, and says where its bugs are then. */
    Map<String, Place> lay(Path project) throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            String comment = file.getKey().endsWith(".py") ? "# filler\n" : "// filler\n";
            boolean isSource = file.getKey().matches(".*\\.(java|py|js|ts|rs|go)");
            int filler = isSource ? ThreadLocalRandom.current().nextInt(1, 40) : 0;
            String text = comment.repeat(filler) + file.getValue();
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            List<String> lines = text.lines().toList();
            for (int at = 0; at < lines.size(); at++) {
                int mark = lines.get(at).indexOf("HERE ");
                if (mark >= 0)
                    places.put(
                            lines.get(at).substring(mark + "HERE ".length()).replaceAll("\\W.*", ""),
                            new Place(file.getKey(), at + 1));
            }
        }
        return places;
    }
}
