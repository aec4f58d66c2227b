package dev.spindle.guice;

/** What an agent is told before anything else, as a type of its own so that it can be bound. */
public record Instructions(String text) {}
