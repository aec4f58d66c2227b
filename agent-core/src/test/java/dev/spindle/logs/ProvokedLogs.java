package dev.spindle.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps from the screen what tests make the library log: a failure that no test provokes stands out there. All that is
 * logged stands in {@code target/test.log}.
 */
public final class ProvokedLogs extends Filter<ILoggingEvent> {
    private record Provoked(String logger, String words) {}

    private final List<Provoked> provoked = new ArrayList<>();

    /** Takes the simple name of a logger, a blank, and words of the message or of what was thrown. */
    public void addProvoked(String line) {
        String[] parts = line.strip().split(" ", 2);
        if (parts.length < 2) throw new IllegalArgumentException("write a logger and words of its message: " + line);
        provoked.add(new Provoked(parts[0], parts[1]));
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String logger = event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1);
        boolean expected =
                provoked.stream().anyMatch(each -> each.logger().equals(logger) && tells(event, each.words()));
        return expected ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean tells(ILoggingEvent event, String words) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) return event.getFormattedMessage().contains(words);
        return (thrown.getClassName() + ' ' + thrown.getMessage()).contains(words);
    }
}
