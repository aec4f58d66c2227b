package dev.spindle.testing.contract;

import dev.spindle.jdbc.JdbcJournal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose database can be taken away, at any time or in the middle of a commit. */
final class Outage {
    /** A test that never lets its commits through shall fail, and not wait with its journal for the end of time. */
    private static final long LONGEST_HOLD_SECONDS = 60;

    private final DataSource real;
    private volatile boolean down;
    private volatile CommitFailure next = CommitFailure.NONE;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile @Nullable Thread onlyHeld;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger commitsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);

    Outage(DataSource real) {
        this.real = real;
    }

    /** What happens to the next commit. */
    enum CommitFailure {
        NONE,
        BEFORE_IT_TOOK_PLACE,
        AFTER_IT_TOOK_PLACE
    }

    void begin() {
        down = true;
    }

    /** Begins behind so many calls from now on, of whatever kind. */
    void beginAfter(int calls) {
        callsLeft.set(calls);
    }

    void end() {
        callsLeft.set(Integer.MAX_VALUE);
        down = false;
    }

    private boolean isDown() {
        if (callsLeft.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : left - 1) <= 0) down = true;
        return down;
    }

    void failNextCommit(CommitFailure failure) {
        next = failure;
    }

    /** Lets no commit through that begins before {@link #letCommitsThrough}. */
    void holdCommits() {
        onlyHeld = null;
        gate = new CountDownLatch(1);
    }

    /** The same for the commits of one thread. */
    void holdCommitsOf(Thread thread) {
        onlyHeld = thread;
        gate = new CountDownLatch(1);
    }

    private void passGate(CountDownLatch held) throws InterruptedException {
        if (onlyHeld != null && onlyHeld != Thread.currentThread()) return;
        if (!held.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS))
            throw new IllegalStateException("nobody has let this commit through");
    }

    /** Whether a thread waits at a commit that is held, or in the queue behind one; nothing else that it may wait for counts. */
    static boolean isHeld(Thread thread) {
        Object blocker = LockSupport.getBlocker(thread);
        if (blocker == null) return false;
        String type = blocker.getClass().getName();
        return type.startsWith(CountDownLatch.class.getName()) || type.startsWith("dev.spindle.jdbc.Together");
    }

    void letCommitsThrough() {
        gate.countDown();
    }

    /** Lets those through that wait now, and none that begins behind them. */
    void letWaitingCommitsThrough() {
        CountDownLatch waiting = gate;
        gate = new CountDownLatch(1);
        waiting.countDown();
    }

    /** Lets so many commits through; the next does not take place. */
    void failCommitAfter(int commits) {
        commitsLeft.set(commits);
    }

    /** How many commits were begun. */
    int commits() {
        return commits.get();
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                Outage.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (isDown()) throw away();
                    Object result = invoke(real, method, arguments);
                    return result instanceof Connection connection ? watched(connection) : result;
                });
    }

    /** A journal that renews no lease meanwhile: its commit would be held with those of the test, and all who write behind it. */
    JdbcJournal journal() {
        return JdbcJournal.on(source()).withLease(Duration.ofHours(1));
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Outage.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean closing =
                            method.getName().equals("close") || method.getName().equals("rollback");
                    if (isDown() && !closing) throw away();
                    if (!method.getName().equals("commit")) return watched(invoke(connection, method, arguments));
                    CommitFailure failure = next;
                    if (failure != CommitFailure.NONE) next = CommitFailure.NONE;
                    CountDownLatch held = gate;
                    commits.incrementAndGet();
                    passGate(held);
                    if (commitsLeft.get() != Integer.MAX_VALUE && commitsLeft.getAndDecrement() == 0) {
                        commitsLeft.set(Integer.MAX_VALUE);
                        throw away();
                    }
                    if (failure == CommitFailure.NONE) return invoke(connection, method, arguments);
                    if (failure == CommitFailure.AFTER_IT_TOOK_PLACE) connection.commit();
                    throw away();
                });
    }

    private Object watched(Object made) {
        if (!(made instanceof PreparedStatement statement)) return made;
        return Proxy.newProxyInstance(
                Outage.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("execute") && isDown()) throw away();
                    return invoke(statement, method, arguments);
                });
    }

    private static SQLException away() {
        return new SQLException("The connection was lost", "08006");
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
