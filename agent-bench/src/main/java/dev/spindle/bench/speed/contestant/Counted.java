package dev.spindle.bench.speed.contestant;

import dev.spindle.journal.Journal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/*
 * A journal keeps connections that come from the driver itself. A counted one does not look like that, so it is kept here: opened anew for
 * each append, it would cost twenty times what is measured.
 */
/** Counts how often a method is called, and passes every call on. */
final class Counted implements InvocationHandler {
    private final Object real;
    private final String method;
    private final LongAdder count;
    private final Deque<Object> kept;

    private Counted(Object real, String method, LongAdder count, Deque<Object> kept) {
        this.real = real;
        this.method = method;
        this.count = count;
        this.kept = kept;
    }

    /** The journal, its appends counted. */
    static Journal appends(Journal journal, LongAdder count) {
        return of(Journal.class, new Counted(journal, "append", count, new ConcurrentLinkedDeque<>()));
    }

    /** The database, the commits of its connections counted; these are kept when they are closed. */
    static DataSource commits(DataSource source, LongAdder count) {
        return of(DataSource.class, new Counted(source, "commit", count, new ConcurrentLinkedDeque<>()));
    }

    private static <T> T of(Class<T> type, Counted handler) {
        return type.cast(Proxy.newProxyInstance(Counted.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments) throws Throwable {
        String name = called.getName();
        if (name.equals(method)) count.increment();
        if (real instanceof DataSource && name.equals("getConnection")) {
            Object known = kept.pollFirst();
            if (known != null) return known;
        }
        if (real instanceof Connection && name.equals("close")) {
            kept.addFirst(proxy);
            return null;
        }
        try {
            Object result = called.invoke(real, arguments);
            return result instanceof Connection connection
                    ? of(Connection.class, new Counted(connection, method, count, kept))
                    : result;
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
