package dev.spindle.restate;

import dev.restate.common.Output;
import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.SharedWorkflowContext;
import dev.restate.sdk.WorkflowContext;
import dev.restate.sdk.common.TerminalException;
import dev.spindle.context.Ids;
import dev.spindle.event.Decision;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Resumed;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.event.RunEvent.ToolSuspended;
import dev.spindle.json.JsonException;
import dev.spindle.message.CallId;
import dev.spindle.run.Driver;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the engine calls for the runs of one agent. */
final class Handlers {
    static final int CONFLICT = 409;

    /** How many characters of events are read at once; the engine takes no message of any size. */
    static final int PAGE = 1 << 20;

    private static final int MOST_UNREAD = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Driver driver;
    private final DurableRun.Worker worker;

    Handlers(DurableRun.Worker worker) {
        this.driver = new Driver(worker.setup());
        this.worker = worker;
    }

    /** Drives a run from its beginning to its end. */
    String run(WorkflowContext engine, String ask) {
        try {
            Ask asked = Ask.read(ask);
            DurableRun.drive(engine, worker, () -> begin(engine.key(), asked), driver::check);
        } catch (JsonException malformed) {
            throw refused("No request: " + malformed.getMessage());
        }
        return Inbox.NOTHING;
    }

    /** The first event of a new run; of one that began elsewhere all that it has, and that it goes on. */
    private List<Recorded> begin(String runId, Ask asked) {
        String recorded = asked.recorded();
        RunRequest request;
        try {
            if (recorded != null) return goingOn(runId, new ArrayList<>(Texts.read(recorded)));
            request = asked.request(Ids.run(runId));
        } catch (IllegalArgumentException malformed) {
            throw refused("No request: " + malformed.getMessage());
        }
        return List.of(driver.begin(request));
    }

    private List<Recorded> goingOn(String runId, List<Recorded> events) {
        RunState state = RunState.of(events);
        if (!state.runId().equals(runId))
            throw new IllegalArgumentException("the events are of run '" + state.runId() + "', not of '" + runId + "'");
        At at = new At(state.position(), worker.setup().stores().clock().instant());
        events.add(new Resumed(at, worker.name(), state.fence() + 1));
        return events;
    }

    /** Keeps what somebody says to a run until the run takes it. */
    String post(SharedWorkflowContext engine, String input) {
        check(engine.key(), input);
        Stage stage = stage(engine);
        if (stage.word() == Stage.Word.OVER)
            throw new TerminalException(CONFLICT, "Run '" + engine.key() + "' is over, and takes nothing any more");
        for (long index = stage.received(); index < stage.received() + MOST_UNREAD; index++) {
            try {
                engine.promiseHandle(Stage.posted(index)).resolve(input);
                return Inbox.NOTHING;
            } catch (TerminalException taken) {
                if (taken.getCode() != CONFLICT) throw taken;
            }
        }
        throw new TerminalException(
                CONFLICT,
                "Run '" + engine.key() + "' has " + MOST_UNREAD + " posts that it has not taken; wait until it does");
    }

    private static void check(String runId, String posted) {
        if (posted.equals(Inbox.NOTHING)) return;
        Optional<String> flaw;
        try {
            Input input = EventJson.readInput(posted);
            flaw = input instanceof Input.Decided decided ? flaw(runId, decided.decision()) : Optional.empty();
        } catch (JsonException malformed) {
            flaw = Optional.of(String.valueOf(malformed.getMessage()));
        }
        if (flaw.isPresent()) throw refused(flaw.get());
    }

    /** What is wrong with a decision that is to be posted to a run. */
    static Optional<String> flaw(String runId, Decision decision) {
        Optional<String> flaw = decision.flaw();
        if (flaw.isEmpty() && !runId.equals(decision.runId()))
            flaw = Optional.of("it is about run '" + decision.runId() + "'");
        return flaw.map(why ->
                "The decision about call " + decision.path() + " cannot be left for run '" + runId + "': " + why);
    }

    /**
     * Answers when the run has come to rest more often than is known already, and has taken all that was posted.
     *
     * @param known how often it is known to have rested; behind a space, for how many milliseconds is waited, if not for ever
     * @return its stage; nothing if the time was over before
     */
    String attach(SharedWorkflowContext engine, String known) {
        String[] words = known.strip().split(" ", 2);
        long rests = number(words[0]);
        DurableFuture<?> time = words.length == 1 ? null : engine.timer("wait", wait(words[1]));
        Stage stage = stage(engine);
        while (stage.word() != Stage.Word.OVER
                && (stage.word() == Stage.Word.WORKS || stage.rests() <= rests || hasPosts(engine, stage))) {
            DurableFuture<String> rest =
                    engine.promise(Stage.rest(stage.rests() + 1)).future();
            if (time != null && DurableFuture.any(rest, time).await() == 1) return Inbox.NOTHING;
            stage = Stage.read(rest.await());
        }
        return stage.json();
    }

    private static boolean hasPosts(SharedWorkflowContext engine, Stage stage) {
        Output<String> next = engine.promise(Stage.posted(stage.received())).peek();
        return next.isReady();
    }

    /** How a run has come to rest that another waits for: an event as it would be of the call that it answers. */
    String report(SharedWorkflowContext engine, String nothing) {
        Instant now;
        RunResult result;
        long rests = 0;
        do {
            rests = Stage.read(attach(engine, Long.toString(rests))).rests();
            result = RunResult.of(Texts.read(events(engine, 0, Integer.MAX_VALUE)));
            now = now(engine);
        } while (goesOnByItself(result, now));
        At at = new At(0, now);
        CallId id = new CallId(0, 0);
        return EventJson.write(
                result.isPaused()
                        ? new ToolSuspended(at, id, worker.setup().name(), result.awaitingApproval())
                        : new ToolFinished(at, id, worker.setup().name(), result.asToolResult()));
    }

    /** One and the same, however often the engine calls the handler anew: what it answers must be, too. */
    private Instant now(SharedWorkflowContext engine) {
        return Instant.parse(engine.run(
                "now",
                Texts.JSON,
                () -> worker.setup().stores().clock().instant().toString()));
    }

    private static boolean goesOnByItself(RunResult result, Instant now) {
        return result.isPaused() && result.awaitingApproval().stream().anyMatch(call -> call.isExpired(now));
    }

    /** A request to a handler of an agent's run. */
    static Request<String, String> request(String agent, String runId, String handler, String body) {
        return Request.of(Target.workflow(agent, runId, handler), Texts.JSON, Texts.JSON, body)
                .build();
    }

    /** The run's events from a position on, a line each: as many as fill a page, and then to the end of what was put together. */
    String events(SharedWorkflowContext engine, String from) {
        return events(engine, number(from), PAGE);
    }

    private static String events(SharedWorkflowContext engine, long from, int characters) {
        List<String> keys =
                engine.stateKeys().stream().filter(Stage::holdsEvents).sorted().toList();
        int at = 0;
        while (at + 1 < keys.size() && Stage.position(keys.get(at + 1)) <= from) at++;
        StringBuilder lines = new StringBuilder();
        for (; at < keys.size() && lines.length() < characters; at++)
            lines.append(engine.get(Stage.events(Stage.position(keys.get(at)))).orElse(""))
                    .append('\n');
        return lines.toString();
    }

    private static Duration wait(String millis) {
        Duration wait = Duration.ofMillis(number(millis));
        if (wait.compareTo(LONGEST_WAIT) <= 0) return wait;
        throw refused("A wait longer than " + LONGEST_WAIT + ": ask again then");
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) return number;
        } catch (NumberFormatException none) {
            throw refused("No number: give one from 0");
        }
        throw refused("A number below 0: give one from 0");
    }

    private static TerminalException refused(String why) {
        return new TerminalException(TerminalException.BAD_REQUEST_CODE, why);
    }

    private static Stage stage(SharedWorkflowContext engine) {
        return engine.get(Stage.KEY).map(Stage::read).orElse(Stage.NOT_BEGUN);
    }
}
