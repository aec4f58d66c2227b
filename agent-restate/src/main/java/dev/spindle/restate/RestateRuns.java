package dev.spindle.restate;

import dev.spindle.context.AgentException;
import dev.spindle.context.Ids;
import dev.spindle.event.Decision;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.journal.Journal.ConflictException;
import dev.spindle.json.Json;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs of one agent on an engine of Restate, for those who ask: they need neither the agent nor its tools, and its workers need not be
 * there yet. Thread-safe.
 *
 * <pre>{@code
 * RestateRuns runs = RestateRuns.of("travel", URI.create("http://127.0.0.1:8080"));
 * runs.start(RunRequest.of("Plan a day in Oslo.").withRunId("oslo-1"));
 * System.out.println(runs.attach("oslo-1").text());
 * }</pre>
 *
 * <p>An engine that does not answer is waited for, half a minute; nothing is done twice on that account.
 *
 * <p>All methods throw {@link dev.spindle.journal.JournalException} if the engine does not answer or fails, and {@link AgentException} if
 * it knows no such agent.
 */
public final class RestateRuns {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Ingress ingress;
    private final Ingress air;

    private RestateRuns(Ingress ingress, Ingress air) {
        this.ingress = ingress;
        this.air = air;
    }

    /**
     * The runs of an agent.
     *
     * @param agent its name, as given to its builder
     * @param ingress where the engine takes requests, mostly port 8080
     */
    public static RestateRuns of(String agent, URI ingress) {
        String service = RestateAgents.serviceOf(agent);
        Ingress runs = new Ingress(ingress, service);
        return new RestateRuns(runs, runs.to(Air.serviceOf(service)));
    }

    /**
     * Begins a run, and returns at once. What travels with a request and is never recorded stays here: tags, budgets, validators of an
     * answer beside its schema, and its cancellation.
     *
     * <p>Beginning it again changes nothing. A run of a conversation begins when those before it there are over, or have stopped and wait for
     * nobody.
     *
     * @return its id
     * @throws ConflictException if there is a run of this id that was asked something else
     */
    public String start(RunRequest request) {
        String runId = Ids.run(request.runId());
        Ask ask = Ask.of(request);
        begin(runId, ask.conversation(), ask);
        return runId;
    }

    private void begin(String runId, String conversation, Ask ask) {
        Json accepted = Json.parse(
                conversation.isEmpty()
                        ? ingress.begin(runId, ask.json())
                        : ingress.begin(runId, Ids.conversation(conversation), ask.json()));
        // A conversation knows its own turns alone.
        boolean mayBeKnown = accepted.get("status").string().equals("PreviouslyAccepted") || !conversation.isEmpty();
        if (mayBeKnown) checkQuestion(runId, ask.input());
    }

    private void checkQuestion(String runId, UserMessage question) {
        List<Recorded> first = events(runId, 0);
        boolean differs = !first.isEmpty()
                && first.get(0) instanceof Started started
                && !started.opening().input().equals(question);
        if (differs)
            throw new ConflictException("Run '" + runId
                    + "' was begun with another question; choose another run id, or resume it without a question");
    }

    /**
     * Goes on, on the engine, with a run that began elsewhere and is driven by nobody any more, such as one of a
     * {@link dev.spindle.jdbc.JdbcJournal}; the agent must be made as it was. Bring runs of agents that it called as
     * tools first, by the runs of those agents, or they begin anew.
     *
     * @param events all that the run has, as {@link dev.spindle.journal.Journal#read} gives them
     * @return its id
     * @throws IllegalArgumentException if these are not all events of a run that is not over
     * @throws ConflictException if there is a run of this id that was asked something else
     */
    public String goOn(List<Recorded> events) {
        Ask ask = Ask.of(events);
        Started started = (Started) events.get(0);
        begin(Ids.run(started.runId()), started.opening().conversation(), ask);
        return started.runId();
    }

    /** Begins a run, or finds it, and waits until it answers, stops or waits for a person. */
    public RunResult run(RunRequest request) {
        return attach(start(request));
    }

    /** Waits until a run answers, stops or waits for a person, and has taken all that was posted to it; begun or not. */
    public RunResult attach(String runId) {
        ingress.call(Ids.run(runId), "attach", "0");
        return RunResult.of(events(runId));
    }

    /**
     * Waits as {@link #attach(String)} does, but no longer than this.
     *
     * @return what came of it; empty if it goes on, or has not begun
     */
    public Optional<RunResult> attach(String runId, Duration atMost) {
        long giveUp = System.nanoTime() + atMost.toNanos();
        Duration left = atMost;
        do {
            Duration now = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
            String stage = ingress.call(Ids.run(runId), "attach", "0 " + Math.max(0, now.toMillis()));
            if (!stage.equals(Inbox.NOTHING)) return Optional.of(RunResult.of(events(runId)));
            left = Duration.ofNanos(giveUp - System.nanoTime());
        } while (!left.isNegative() && !left.isZero());
        return Optional.empty();
    }

    /**
     * Waits as {@link #attach(String)} does, and tells meanwhile what is recorded, in order, each event once, mostly within a second or two;
     * and, if the workers are {@link RestateAgents#followedAt followed}, what is written of a reply before it is recorded, as far as it is
     * heard of.
     *
     * @param from which position on; 0 for all
     * @param listener called on this thread
     */
    public RunResult follow(String runId, long from, RunListener listener) {
        Follower follower = new Follower(from, listener);
        while (true) {
            boolean rests = attach(runId, BETWEEN_LOOKS).isPresent();
            follower.hear(Piece.read(air.call(Ids.run(runId), "hear", Inbox.NOTHING)));
            follower.read(events(runId, follower.next()));
            if (rests) return RunResult.of(events(runId));
        }
    }

    /** What came of a run that has answered, stopped or waits; empty if it goes on, or is not known. */
    public Optional<RunResult> findResult(String runId) {
        List<Recorded> events = events(runId);
        return RunResult.isAtRest(events) ? Optional.of(RunResult.of(events)) : Optional.empty();
    }

    /** All events of a run so far, in order, for {@link dev.spindle.replay.Replay} and its like; none if it is not known. */
    public List<Recorded> events(String runId) {
        return events(runId, 0);
    }

    /** The events of a run so far, from a position on. */
    public List<Recorded> events(String runId, long from) {
        List<Recorded> events = new ArrayList<>();
        boolean hasMore = true;
        while (hasMore) {
            long next = from + events.size();
            String page = ingress.call(Ids.run(runId), "events", Long.toString(next));
            boolean gotMore = events.addAll(Texts.read(page).stream()
                    .filter(event -> event.at().position() >= next)
                    .toList());
            hasMore = gotMore && page.length() >= Handlers.PAGE;
        }
        return events;
    }

    /** Decides about calls that wait; the run goes on. */
    public void decide(String runId, Decision... decisions) {
        for (Decision decision : decisions) post(runId, new Input.Decided(decision));
    }

    /**
     * Says something to a run: words, a decision, other limits. If it rests, it goes on.
     *
     * @throws AgentException if it is over, or this is a decision that is incomplete or about another run
     */
    public void post(String runId, Input input) {
        Objects.requireNonNull(input, "the input is null; say what the run is to hear");
        if (input instanceof Input.Decided decided) {
            Optional<String> flaw = Handlers.flaw(runId, decided.decision());
            if (flaw.isPresent()) throw new AgentException(flaw.get());
        }
        ingress.call(Ids.run(runId), "post", EventJson.writeInput(input));
    }

    /** Cancels a run, wherever it runs; it stops at once, and can be gone on with as others that stopped. */
    public void cancel(String runId, String reason) {
        post(runId, new Input.Cancelled(reason));
    }

    /**
     * Goes on with a run that stopped.
     *
     * @throws AgentException if it is over
     */
    public void resume(String runId) {
        ingress.call(Ids.run(runId), "post", Inbox.NOTHING);
    }
}
