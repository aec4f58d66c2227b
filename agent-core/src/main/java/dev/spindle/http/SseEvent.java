package dev.spindle.http;

/**
 * One server-sent event.
 *
 * @param event its type; "message" where the server names none
 * @param data its text, several data lines joined by {@code \n}
 * @param lastEventId the id that the server set last, with this event or an earlier one; empty if it never did
 */
public record SseEvent(String event, String data, String lastEventId) {}
