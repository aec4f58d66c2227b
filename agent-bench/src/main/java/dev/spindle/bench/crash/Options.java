package dev.spindle.bench.crash;

import dev.spindle.bench.store.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands on the command line.
 *
 * @param times how often to kill or to race
 * @param atOnce runs in the process that is killed
 * @param seed of whatever is random; the moments still depend on the machine
 * @param directory below which the files of a test are made
 */
record Options(Store store, int times, int atOnce, long seed, Path directory) {
    /**
     * Reads {@code --store=file --kills=300 --seed=1 --directory=/tmp}.
     *
     * @param times what the number is called here
     * @throws IllegalArgumentException with what is wrong
     */
    static Options read(List<String> arguments, String times, int usual) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0)
                throw new IllegalArgumentException("'" + argument + "' is no option; write --store=file");
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        Options options = new Options(
                Store.named(given.getOrDefault("store", "file")),
                Integer.parseInt(given.getOrDefault(times, Integer.toString(usual))),
                Integer.parseInt(given.getOrDefault("at-once", "6")),
                Long.parseLong(given.getOrDefault("seed", Long.toString(System.nanoTime() % 1_000_000))),
                Path.of(given.getOrDefault("directory", System.getProperty("java.io.tmpdir"))));
        List.of("store", times, "at-once", "seed", "directory").forEach(given::remove);
        if (!given.isEmpty()) throw new IllegalArgumentException("There is no option " + given.keySet());
        return options;
    }
}
