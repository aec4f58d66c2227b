package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.memory.Compaction;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.run.RunRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the agents of a chat, and keeps its runs where they can be found again.
 *
 * @param store null if runs are not kept
 */
record ChatAgents(
        Assignment assignment,
        Work work,
        Limits limits,
        ModelOptions options,
        @Nullable RunStore store,
        Place place) {
    /** The label of the folder. */
    static final String FOLDER = "folder";

    /** The label of the chat. */
    static final String CHAT = "chat";

    /** The label of the turn that a run goes on from. */
    static final String AFTER = "after";

    private static final int LONGEST_LABEL = 256;

    /**
     * Where a chat is, and how much of it a model can read.
     *
     * @param chat its name among those that are kept
     * @param folder where it works, as {@link #key} writes it
     * @param context in tokens
     */
    record Place(String chat, String folder, long context) {
        /** The name of a folder by which chats are found: its path, if that is not too long. */
        static String key(Path folder) {
            String path = folder.toAbsolutePath().normalize().toString();
            if (path.length() <= LONGEST_LABEL) return path;
            return UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)).toString();
        }
    }

    /** An agent that asks a model and remembers here. */
    Agent of(Model model, ChatTree tree) {
        Wiring.Talk talk = new Wiring.Talk(tree, Compaction.with(model).of(place.context()));
        return new Wiring(model, assignment, work, limits, store == null ? null : store.journal(), talk).agent();
    }

    /**
     * The request of a turn that begins.
     *
     * @param after the run of the turn before; null if it is the first
     */
    RunRequest request(String question, @Nullable String after) {
        return RunRequest.of(question).withLabels(labels(after)).withOptions(options);
    }

    /** What a run is found by. */
    Map<String, String> labels(@Nullable String after) {
        Map<String, String> labels = new HashMap<>(Map.of(CHAT, place.chat(), FOLDER, place.folder()));
        if (after != null) labels.put(AFTER, after);
        return labels;
    }

    /** Keeps what a run is assigned that is about to begin. */
    void keep(String runId) {
        if (store != null) store.keep(runId, assignment);
    }

    /**
     * The events of a run.
     *
     * @throws UsageException if runs are not kept
     */
    List<Recorded> events(String runId) {
        if (store == null) throw new UsageException("runs are not kept; --journal PATH keeps them");
        return store.journal().read(runId, 0);
    }

    long context() {
        return place.context();
    }
}
