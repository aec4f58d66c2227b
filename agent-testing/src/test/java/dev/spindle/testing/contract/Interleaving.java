package dev.spindle.testing.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A data source under which something else happens at a chosen moment, once. */
final class Interleaving {
    private final DataSource real;
    private final String table;
    private final AtomicReference<Runnable> beforeRead = new AtomicReference<>(Interleaving::nothing);
    private final AtomicReference<Runnable> afterCommit = new AtomicReference<>(Interleaving::nothing);

    Interleaving(DataSource real, String table) {
        this.real = real;
        this.table = table;
    }

    void beforeNextRead(Runnable action) {
        beforeRead.set(action);
    }

    void afterNextCommit(Runnable action) {
        afterCommit.set(action);
    }

    DataSource source() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = invoke(real, method, arguments);
            return result instanceof Connection connection ? watched(connection) : result;
        });
    }

    private static void nothing() {}

    private Connection watched(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            boolean reads = method.getName().equals("prepareStatement")
                    && arguments[0] instanceof String sql
                    && sql.startsWith("SELECT")
                    && sql.contains(table);
            if (reads) beforeRead.getAndSet(Interleaving::nothing).run();
            Object result = invoke(connection, method, arguments);
            if (method.getName().equals("commit"))
                afterCommit.getAndSet(Interleaving::nothing).run();
            return result;
        });
    }

    @FunctionalInterface
    private interface Call {
        Object make(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Interleaving.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
