package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is installed for a project of JavaScript: in its own folder, or in one above it, up to the top of its repository. */
final class NodeModules {
    private NodeModules() {}

    /**
     * Where a program is.
     *
     * @param program for people
     * @param file its path below {@code node_modules}
     * @throws AgentException if it is not installed
     */
    static Path find(Path project, TestProgram program, String file) {
        for (Path each = project; each != null; each = each.getParent()) {
            Path found = each.resolve("node_modules").resolve(file);
            if (Files.isRegularFile(found)) return found;
            if (Files.exists(each.resolve(".git"))) break;
        }
        throw new AgentException(program + " is not installed in " + project + ": there is no node_modules/" + file
                + "; run 'npm ci' or the like there first");
    }
}
