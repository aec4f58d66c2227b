package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.restate.RestateRuns;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The runs of an agent on an engine of Restate, to look at: {@code restate:http://127.0.0.1:8080/spindle}. */
record EngineJournal(String place, RestateRuns engine) implements Journal {
    private static final String SCHEME = "restate:";
    private static final String FORM = SCHEME + "http://127.0.0.1:8080/spindle";

    static boolean isMeant(String place) {
        return place.startsWith(SCHEME);
    }

    /**
     * That of a place.
     *
     * @throws UsageException if it names no engine and no agent
     */
    static EngineJournal at(String place) {
        try {
            URI url = new URI(place.substring(SCHEME.length()));
            String path = url.getPath();
            if (url.getHost() != null && path != null && path.length() > 1)
                return new EngineJournal(place, RestateRuns.of(path.substring(1), url.resolve("/")));
        } catch (URISyntaxException | IllegalArgumentException wrong) {
            throw new UsageException(
                    "the journal '" + place + "' names no engine: " + wrong.getMessage() + "; write it as " + FORM);
        }
        throw new UsageException("the journal '" + place + "' names no engine and agent; write it as " + FORM);
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        return engine.events(runId, from);
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        return List.of();
    }

    @Override
    public List<String> unfinished() {
        throw new AgentException("The engine does not list runs here; its own page does. Give the whole id of one");
    }

    @Override
    public void append(String runId, long position, List<Recorded> events) {
        throw readOnly();
    }

    @Override
    public void post(String runId, Input input) {
        throw readOnly();
    }

    private AgentException readOnly() {
        return readOnly(place);
    }

    static UsageException readOnly(String place) {
        return new UsageException("runs at " + place + " can be shown, compared, replayed and forked here, and nothing"
                + " else: their engine drives them; name another journal with --journal PATH");
    }

    @Override
    public boolean delete(String runId) {
        throw readOnly();
    }

    @Override
    public void release(String runId) {}
}
