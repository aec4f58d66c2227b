package dev.spindle.message;

/** Instructions to the model, from the developer. */
public record SystemMessage(String text) implements Message {}
