package dev.spindle.bench.speed.contestant;

import dev.spindle.journal.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.LongAdder;

/** A journal whose appends are counted. */
record CountedAppends(Journal journal, LongAdder sum) {
    static CountedAppends of(Journal journal) {
        LongAdder sum = new LongAdder();
        Class<?>[] types = {Journal.class};
        Object counting =
                Proxy.newProxyInstance(CountedAppends.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    if (method.getName().equals("append")) sum.increment();
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return new CountedAppends((Journal) counting, sum);
    }
}
