package dev.spindle.tools.rules;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The file that rules are kept in: one JSON object a line. Thread-safe. */
final class RuleFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    RuleFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * What the file says.
     *
     * @param problems one for each line that allows nothing since it is not understood
     */
    record Content(List<ApprovalRule> rules, List<String> problems) {}

    Content read() {
        List<ApprovalRule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : text().split("\n", -1)) {
            number++;
            if (line.isBlank()) continue;
            try {
                rules.add(parse(Json.parse(line)));
            } catch (IllegalArgumentException wrong) {
                problems.add(path + ", line " + number + " is no rule and allows nothing: " + wrong.getMessage());
            }
        }
        return new Content(List.copyOf(rules), List.copyOf(problems));
    }

    synchronized void append(ApprovalRule rule) {
        String before = text();
        String line = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + written(rule) + "\n";
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        try {
            makeFolder();
            try (SeekableByteChannel channel = Files.newByteChannel(path, options, attributes(OWNER_ONLY))) {
                ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
            }
        } catch (IOException broken) {
            throw new AgentException(
                    "The rules in " + path + " cannot be written; check its folder and permissions", broken);
        }
    }

    private void makeFolder() throws IOException {
        Path folder = path.getParent();
        if (folder != null && !Files.isDirectory(folder)) Files.createDirectories(folder, attributes(OWNER_FOLDER));
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private String text() {
        try (SeekableByteChannel channel =
                Files.newByteChannel(checked(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new AgentException(
                        "The rules in " + path + " are longer than " + MAX_BYTES + " bytes; delete some");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException broken) {
            throw new AgentException("The rules in " + path + " cannot be read; check its permissions", broken);
        }
    }

    /** Whoever may write the file may allow anything, so that a file of others counts for nothing. */
    private Path checked() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return path;
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new AgentException(
                    "The rules in " + path + " are no ordinary file but a link, a folder or a device; remove it");
        }
        if (!isPosix()) return path;
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours = attributes.owner().getName().equals(System.getProperty("user.name"));
        if (!ours || !OWNER_ONLY.containsAll(attributes.permissions())) {
            throw new AgentException("The rules in " + path + " may be read or written by others ("
                    + PosixFilePermissions.toString(attributes.permissions()) + ", owner "
                    + attributes.owner().getName() + "); look through them, then make them yours alone: chmod 600");
        }
        return path;
    }

    private static String written(ApprovalRule rule) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("tool", Json.of(rule.tool()));
        if (rule.subject() instanceof ApprovalRule.Commands commands) {
            fields.put(commands.more() ? "beginning" : "commands", Json.of(commands.commands()));
            if (!commands.folder().isEmpty()) fields.put("in", Json.of(commands.folder()));
        } else if (rule.subject() instanceof ApprovalRule.Argument argument) {
            fields.put("argument", Json.of(argument.name()));
            fields.put("value", Json.of(argument.value()));
        } else if (rule.subject() instanceof ApprovalRule.Same same) {
            fields.put("same", Json.parse(same.canonical()));
        }
        if (rule.reach() instanceof ApprovalRule.InFolder there)
            fields.put("folder", Json.of(there.folder().toString()));
        return Json.object(fields).text();
    }

    private static ApprovalRule parse(Json line) {
        List<String> names = new ArrayList<>(line.names());
        ApprovalRule.Reach reach = names.remove("folder")
                ? new ApprovalRule.InFolder(Path.of(line.get("folder").string()))
                : new ApprovalRule.Always();
        String tool = line.get("tool").string();
        names.remove("tool");
        String folder = names.remove("in") ? line.get("in").string() : "";
        Set<String> rest = Set.copyOf(names);
        if (rest.equals(Set.of("commands")))
            return new ApprovalRule(tool, commands(line.get("commands"), folder, false), reach);
        if (rest.equals(Set.of("beginning")))
            return new ApprovalRule(tool, commands(line.get("beginning"), folder, true), reach);
        if (!folder.isEmpty()) throw new IllegalArgumentException("'in' stands beside commands only");
        if (rest.equals(Set.of("argument", "value"))) {
            return new ApprovalRule(
                    tool,
                    new ApprovalRule.Argument(
                            line.get("argument").string(), line.get("value").string()),
                    reach);
        }
        if (rest.equals(Set.of("same"))) {
            return new ApprovalRule(tool, new ApprovalRule.Same(line.get("same").canonical()), reach);
        }
        throw new IllegalArgumentException("it has the fields " + line.names()
                + "; beside tool and folder it has one of commands, beginning, same, or argument and value");
    }

    private static ApprovalRule.Commands commands(Json written, String folder, boolean more) {
        List<List<String>> commands = new ArrayList<>();
        for (Json command : written.items()) {
            List<String> words = command.items().stream().map(Json::string).toList();
            if (words.isEmpty() || words.get(0).isBlank())
                throw new IllegalArgumentException("a command has no program");
            commands.add(words);
        }
        if (commands.isEmpty()) throw new IllegalArgumentException("it names no command");
        return new ApprovalRule.Commands(folder, commands, more);
    }
}
