package dev.spindle.bench.speed.contestant;

/** What every contestant tells the model. */
public final class Task {
    /** The question of each run. */
    public static final String QUESTION =
            "I leave for Oslo on Friday morning and come back on Tuesday. I take one small bag and want to walk a lot, "
                    + "also in the evening. What should I pack?";

    /** How the model is to behave. */
    static final String INSTRUCTIONS = """
            You help travellers pack. Ask the forecast for every day of the stay before you answer, and the sea and the air \
            only where they matter. Never guess a temperature. Think of the way from the airport, of evenings, and of rain \
            that no forecast knew of. Prefer few things that go together to many that do not. If somebody has little room, \
            say what to leave at home and why. Answer in the language of the question, in at most eight sentences, without \
            lists, and without telling how you found out. If a tool fails, try once more with other words, then say what \
            you could not learn. Do not recommend shops or brands.""";

    private Task() {}
}
