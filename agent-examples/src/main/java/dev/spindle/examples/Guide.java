package dev.spindle.examples;

import dev.spindle.tools.skills.ProjectInstructions;
import dev.spindle.tools.skills.Skills;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found written down for an agent.
 *
 * @param text what the model is told of it, behind its other instructions; empty if there is nothing
 * @param tools objects with the tools that read the rest
 * @param remarks what a person is told of it: what is followed, and what was left out and why
 */
record Guide(String text, List<Object> tools, List<String> remarks) {
    /** Nothing is written down. */
    static final Guide NONE = new Guide("", List.of(), List.of());

    Guide {
        tools = List.copyOf(tools);
        remarks = List.copyOf(remarks);
    }

    static Guide of(@Nullable ProjectInstructions instructions, Skills skills) {
        StringBuilder text = new StringBuilder();
        List<Object> tools = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        if (instructions != null) {
            text.append(instructions.text());
            if (!instructions.outerFiles().isEmpty()) tools.add(instructions);
            instructions.files().forEach(file -> remarks.add("instructions: " + file));
            instructions.outerFiles().forEach(file -> remarks.add("no instructions, since not trusted: " + file));
            remarks.addAll(instructions.problems());
        }
        if (!skills.names().isEmpty()) {
            text.append('\n').append(skills.text());
            tools.add(skills);
            remarks.add("skills: " + String.join(", ", skills.names()));
        }
        remarks.addAll(skills.problems());
        return new Guide(text.toString(), tools, remarks);
    }
}
