package dev.spindle.examples;

import dev.spindle.tool.PendingCall;

/**
 * Tells how the tools that run commands would run them.
 *
 * @param isolation how far they are kept from the machine
 * @param others tells of all other tools
 */
record CommandForesight(String isolation, Foresight others) implements Foresight {
    @Override
    public Foreseen of(PendingCall call) {
        return switch (call.tool()) {
            case "run_command" -> Foreseen.of("It RUNS this command: " + isolation + ".");
            case "start_command" -> Foreseen.of("It RUNS this command in the background: " + isolation + ".");
            default -> others.of(call);
        };
    }
}
