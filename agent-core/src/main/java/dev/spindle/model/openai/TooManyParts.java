package dev.spindle.model.openai;

/** Says that a reply is taken apart no further: it has more parts than anybody means to send. */
final class TooManyParts extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyParts(String what) {
        super("more than " + PieceReader.MOST + " " + what);
    }
}
