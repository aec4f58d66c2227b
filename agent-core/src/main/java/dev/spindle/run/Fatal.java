package dev.spindle.run;

/** Tells what nothing can go on after, and so must escape, from all else that somebody's code may throw, errors among it. */
final class Fatal {
    private Fatal() {}

    /** Throws what nothing can go on after: an error of the machine itself, but for a stack that has only grown too deep. */
    static void rethrow(Throwable thrown) {
        if (thrown instanceof VirtualMachineError broken && !(thrown instanceof StackOverflowError)) throw broken;
        boolean killed =
                thrown.getClass().getName().equals("java.lang.ThreadDeath"); // a type that newer JDKs will not have
        if (killed) throw (Error) thrown;
    }
}
