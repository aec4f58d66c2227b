package dev.spindle.run;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process of its own that runs one agent with two parallel tools, for tests that kill it. Whatever is really called leaves a line in
 * a ledger; whatever is recorded or decided is printed.
 */
final class BankProcess {
    static final String RUN = "march";

    private BankProcess() {}

    /**
     * Arguments: journal directory, ledger file, what to do (run, resume, approve), whether tools hang, and whether a chief delegates to
     * the agent that has the tools.
     */
    public static void main(String[] arguments) {
        Path ledger = Path.of(arguments[1]);
        boolean hanging = Boolean.parseBoolean(arguments[3]);
        try (FileJournal journal = FileJournal.in(Path.of(arguments[0]))) {
            Agent clerk = Agent.builder(new TwoCallModel(ledger))
                    .tools(new Bank(ledger, hanging))
                    .journal(new TalkingJournal(journal))
                    .build();
            Agent agent = Boolean.parseBoolean(arguments[4]) ? chief(clerk, ledger, journal) : clerk;
            say("result " + summary(agent.run(request(arguments[2], agent))));
        } catch (Journal.ConflictException conflict) {
            say("conflict " + conflict.getMessage());
        }
    }

    private static Agent chief(Agent clerk, Path ledger, Journal journal) {
        return Agent.builder(new DelegatingModel(ledger))
                .tools(clerk.asTool("clerk", "Keeps the accounts."))
                .journal(journal)
                .build();
    }

    private static RunRequest request(String act, Agent agent) {
        RunRequest resuming = RunRequest.resuming(RUN);
        return switch (act) {
            case "run" -> RunRequest.of("Pay March.").withRunId(RUN);
            case "approve" ->
                resuming.deciding(List.of(
                        Decision.repeat(agent.resume(RUN).awaitingApproval().get(0))));
            default -> resuming;
        };
    }

    private static String summary(RunResult result) {
        return result.stopReason() + " " + result.partialText() + " " + result.awaitingApproval();
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void enter(Path ledger, String line) {
        try {
            Files.writeString(ledger, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Delegates first, and answers with what the clerk said. */
    private record DelegatingModel(Path ledger) implements Model {
        @Override
        public ModelReply call(ModelCall call) {
            enter(ledger, "asked chief");
            Message last = call.messages().message(call.messages().size() - 1);
            AssistantMessage reply = last instanceof ToolMessage
                    ? AssistantMessage.of("The clerk: " + last.text())
                    : AssistantMessage.calling(List.of(ToolCall.of("0", "clerk", "{\"request\":\"Pay.\"}")));
            return ModelReply.of(reply, Usage.of(1, 1));
        }
    }

    /** Tells the parent process which tool results are safe. */
    private static final class TalkingJournal extends ForwardingJournal {
        TalkingJournal(Journal journal) {
            super(journal);
        }

        @Override
        public void append(String runId, long position, List<RunEvent.Recorded> events) {
            super.append(runId, position, events);
            for (RunEvent.Recorded event : events) {
                if (event instanceof RunEvent.ToolFinished finished) say("recorded " + finished.id());
            }
        }
    }

    /** Asks for both calls first, and answers with what the tools said. */
    private record TwoCallModel(Path ledger) implements Model {
        @Override
        public ModelReply call(ModelCall call) {
            enter(ledger, "asked");
            List<String> answers = call.messages().messages().stream()
                    .filter(ToolMessage.class::isInstance)
                    .map(message -> message.text())
                    .toList();
            if (!answers.isEmpty())
                return ModelReply.of(AssistantMessage.of(String.join(" | ", answers)), Usage.of(1, 1));
            List<ToolCall> calls = List.of(ToolCall.of("0", "balance", "{}"), ToolCall.of("0", "pay", "{\"cents\":5}"));
            return ModelReply.of(new AssistantMessage("", null, null, calls, "", Json.EMPTY_OBJECT), Usage.of(1, 1));
        }
    }

    /** One tool that looks and one that pays; hanging, the second never returns. */
    record Bank(Path ledger, boolean hanging) {
        @Tool(value = "The balance in cents.", effect = Effect.READ)
        public String balance() {
            enter(ledger, "looked");
            return "100";
        }

        @Tool(value = "Pays.", effect = Effect.WRITE, timeout = "none")
        public String pay(@Param("How much, in cents") int cents) throws InterruptedException {
            enter(ledger, "paid " + cents);
            say("paying");
            if (hanging) new CountDownLatch(1).await();
            return "paid";
        }
    }
}
