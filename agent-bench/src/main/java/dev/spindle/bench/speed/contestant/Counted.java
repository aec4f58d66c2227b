package dev.spindle.bench.speed.contestant;

import dev.spindle.journal.Journal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts how often a method is called, and passes every call on. */
final class Counted implements InvocationHandler {
    private final Object real;
    private final String method;
    private final LongAdder count;

    private Counted(Object real, String method, LongAdder count) {
        this.real = real;
        this.method = method;
        this.count = count;
    }

    /** The journal, its appends counted. */
    static Journal appends(Journal journal, LongAdder count) {
        return of(Journal.class, journal, "append", count);
    }

    /** The database, the commits of its connections counted. */
    static DataSource commits(DataSource source, LongAdder count) {
        return of(DataSource.class, source, "commit", count);
    }

    private static <T> T of(Class<T> type, T real, String method, LongAdder count) {
        InvocationHandler handler = new Counted(real, method, count);
        return type.cast(Proxy.newProxyInstance(Counted.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments) throws Throwable {
        if (called.getName().equals(method)) count.increment();
        try {
            Object result = called.invoke(real, arguments);
            return result instanceof Connection connection ? of(Connection.class, connection, method, count) : result;
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
