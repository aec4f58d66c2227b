package dev.spindle.examples;

import picocli.CommandLine.Option;

/** For whom a command prints. */
final class JsonOption {
    @Option(names = "--json", description = "Print events as JSON lines; the last line is the result.")
    boolean json;
}
