package dev.spindle.bench.crash;

import dev.spindle.Agent;
import dev.spindle.journal.Journal;
import java.util.List;

/** The agents: a chief with tools of every effect, and a clerk that it calls as a tool. */
final class Crew {
    private Crew() {}

    static Agent chief(Journal journal, Teller teller, CallLog log) {
        Agent clerk = Agent.builder(new Script(1, List.of(Teller.LOOK, Teller.PAY), log))
                .tools(teller)
                .journal(journal)
                .build();
        List<String> tools = List.of(Teller.LOOK, Teller.PUT, Teller.PAY, Teller.PAY, Script.CLERK);
        return Agent.builder(new Script(3, tools, log))
                .tools(teller, clerk.asTool(Script.CLERK, "Pays and looks."))
                .journal(journal)
                .build();
    }
}
