package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.tools.skills.ProjectInstructions;
import dev.spindle.tools.skills.Skills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people have written down for agents: {@code AGENTS.md} files up the tree, and skills.
 *
 * @param trusted the folder in which what is written is believed; null for none
 * @param skills folders of skills that the person named, who believes them
 */
record Guidance(@Nullable String trusted, List<String> skills) {
    /** Where the skills of a project lie, and of a person. */
    private static final Path OF_PROJECTS = Path.of(".agents", "skills");

    private static final Path OF_PERSONS = Path.of(".spindle", "skills");

    Guidance {
        skills = List.copyOf(skills);
    }

    /**
     * The folder whose author is asked about: the top of the project that a folder lies in, as version control has it, else the folder.
     *
     * @throws UsageException if there is no folder
     */
    static Path top(Path folder) {
        Path real = real(folder);
        for (Path at = real; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) return at;
        }
        return real;
    }

    /** Whether anything is written down for agents from a folder up to the top of its project. */
    static boolean isThere(Path folder) {
        Path top = top(folder);
        for (Path at = real(folder); at != null && at.startsWith(top); at = at.getParent()) {
            boolean there =
                    Files.exists(at.resolve(ProjectInstructions.FILE_NAME), LinkOption.NOFOLLOW_LINKS) || hasSkills(at);
            if (there) return true;
        }
        return false;
    }

    private static boolean hasSkills(Path folder) {
        // No link on the way: it could lead to folders of others.
        return Stream.of(folder.resolve(".agents"), folder.resolve(OF_PROJECTS))
                .allMatch(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Reads it.
     *
     * @param folder the folder that is worked in; null for none
     * @param home the person's
     * @throws UsageException if a folder that was named is not there
     */
    Guide read(@Nullable Path folder, Path home) {
        try {
            ProjectInstructions instructions = folder == null ? null : instructions(folder);
            return Guide.of(instructions, skills(folder, home));
        } catch (AgentException wrong) {
            throw new UsageException("--trust and --skills: " + wrong.getMessage());
        }
    }

    private ProjectInstructions instructions(Path folder) {
        return trusted == null
                ? ProjectInstructions.untrusted(folder)
                : ProjectInstructions.upFrom(folder, Path.of(trusted));
    }

    private Skills skills(@Nullable Path folder, Path home) {
        Skills.Builder found = Skills.builder();
        skills.forEach(named -> found.trusted(Path.of(named)));
        Path own = home.resolve(OF_PERSONS);
        if (Files.isDirectory(own)) found.trusted(own);
        for (Path place : folder == null ? List.<Path>of() : places(folder)) {
            if (trusted != null && place.startsWith(real(Path.of(trusted)))) found.trusted(place.resolve(OF_PROJECTS));
            else found.untrusted(place.resolve(OF_PROJECTS));
        }
        return found.build();
    }

    /** The folders of the project that have skills, the nearest first: of two with one name the first counts. */
    private static List<Path> places(Path folder) {
        List<Path> places = new ArrayList<>();
        Path top = top(folder);
        for (Path at = real(folder); at != null && at.startsWith(top); at = at.getParent()) {
            if (hasSkills(at)) places.add(at);
        }
        return places;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException missing) {
            throw new UsageException("there is no folder " + folder + "; name one that is there");
        }
    }
}
