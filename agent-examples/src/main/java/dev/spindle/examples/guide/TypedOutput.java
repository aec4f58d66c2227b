package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import java.time.LocalDate;

/** An answer as a Java value: the model is told its schema, the answer is validated, and sent back if it does not fit. */
public final class TypedOutput {
    private TypedOutput() {}

    // region typed-output
    record Trip(String airport, LocalDate day) {}
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        ScriptedModel understudy = ScriptedModel.says("{\"airport\":\"Oslo\"}") // no day: it is asked again
                .then("{\"airport\":\"OSL\",\"day\":\"2026-11-27\"}");
        Agent agent = Agent.builder(Models.realOr(understudy)).build();
        // region typed-output
        Trip trip = agent.run(RunRequest.of("Friday, 27 November 2026 to Oslo").returning(Trip.class))
                .output(Trip.class);
        // endregion
        System.out.println("To " + trip.airport() + " on " + trip.day());
    }
}
