package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a model calls a patch: the unified form, or blocks that say what to search for and what to put in its place. Used once.
 *
 * <p>What cannot be shown as lines is refused: binary patches, renamed or copied files, links and other modes.
 */
final class PatchReader {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_FILES = 100;
    private static final int MAX_HUNKS = 2_000;
    private static final String SEARCH = "<<<<<<< SEARCH";
    private static final String MIDDLE = "=======";
    private static final String REPLACE = ">>>>>>> REPLACE";
    private static final Pattern HEADER =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
    private static final Pattern UNREADABLE = Pattern.compile(
            "GIT binary patch.*|Binary files .*|rename (from|to) .*|copy (from|to) .*|old mode .*|new mode .*"
                    + "|(new|deleted) file mode (?!100644$).*");

    private final List<String> lines;
    private final List<FilePatch> files = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();
    private int at;
    private int hunks;

    private PatchReader(String patch) {
        this.lines = List.of(patch.split("\r?\n", -1));
    }

    /**
     * Reads a patch.
     *
     * @throws UnreadableFileException if it is none, or does what is not done here
     */
    static List<FilePatch> read(String patch) {
        if (patch.length() > MAX_CHARACTERS) {
            throw refused("The patch is longer than " + MAX_CHARACTERS + " characters.");
        }
        PatchReader reader = new PatchReader(patch);
        if (reader.lines.contains(SEARCH)) reader.blocks();
        else reader.unified();
        if (reader.files.isEmpty()) {
            throw refused("The patch names no file: no line begins with '--- ' and none is '" + SEARCH + "'.");
        }
        return reader.files;
    }

    private void unified() {
        while (at < lines.size()) {
            String line = lines.get(at);
            if (UNREADABLE.matcher(line).matches()) {
                throw refused("Line " + (at + 1)
                        + " of the patch changes more than lines of text: binary files, names, copies"
                        + " and modes are not patched. Use move_file for another name.");
            }
            if (startsFile(at)) file();
            else if (line.startsWith("@@")) throw refused("Line " + (at + 1) + " of the patch is a hunk of no file.");
            else at++;
        }
    }

    private boolean startsFile(int index) {
        return index + 1 < lines.size()
                && lines.get(index).startsWith("--- ")
                && lines.get(index + 1).startsWith("+++ ");
    }

    private void file() {
        String old = named(lines.get(at));
        String young = named(lines.get(at + 1));
        at += 2;
        boolean creates = old.equals("/dev/null");
        boolean deletes = young.equals("/dev/null");
        String before = creates ? "" : bare(old, "a/", deletes || young.startsWith("b/"));
        String after = deletes ? "" : bare(young, "b/", creates || old.startsWith("a/"));
        if (creates && deletes) throw refused("A file of the patch is neither there before nor after.");
        if (!creates && !deletes && !before.equals(after)) {
            throw refused("The patch changes the name of a file. Use move_file, and patch it then.");
        }
        List<FilePatch.Hunk> read = new ArrayList<>();
        while (at < lines.size() && lines.get(at).startsWith("@@")) read.add(hunk());
        FilePatch.Kind kind = creates ? FilePatch.Kind.CREATE : deletes ? FilePatch.Kind.DELETE : FilePatch.Kind.CHANGE;
        if (read.isEmpty() && kind != FilePatch.Kind.DELETE) throw refused("A file of the patch has no hunk.");
        add(new FilePatch(creates ? after : before, kind, read));
    }

    private static String named(String header) {
        String path = header.substring(4);
        int tab = path.indexOf('\t');
        return (tab < 0 ? path : path.substring(0, tab)).strip();
    }

    private static String bare(String path, String prefix, boolean marked) {
        return marked && path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    private FilePatch.Hunk hunk() {
        Matcher header = HEADER.matcher(lines.get(at));
        int line = header.matches() ? Integer.parseInt(header.group(1)) : 0;
        int start = ++at;
        List<String> body = new ArrayList<>();
        boolean open = false;
        while (at < lines.size() && isBody(at)) {
            String text = lines.get(at++);
            if (text.startsWith("\\"))
                open |= !body.isEmpty() && body.get(body.size() - 1).startsWith("+");
            else body.add(text.isEmpty() ? " " : text);
        }
        // Empty lines at the end belong to the text around the patch, unless they were counted.
        int counted = header.matches() && header.group(2) != null ? Integer.parseInt(header.group(2)) : 0;
        long before = body.stream().filter(each -> !each.startsWith("+")).count();
        while (before > counted && lines.get(start + body.size() - 1).isEmpty()) {
            body.remove(body.size() - 1);
            before--;
        }
        return counted(new FilePatch.Hunk(line, body, open));
    }

    private boolean isBody(int index) {
        String line = lines.get(index);
        if (startsFile(index)) return false;
        return line.isEmpty() || " +-\\".indexOf(line.charAt(0)) >= 0;
    }

    private FilePatch.Hunk counted(FilePatch.Hunk hunk) {
        if (++hunks > MAX_HUNKS) throw refused("The patch has more than " + MAX_HUNKS + " hunks.");
        if (hunk.lines().stream().allMatch(line -> line.startsWith(" "))) {
            throw refused("A hunk before line " + (at + 1) + " of the patch changes nothing.");
        }
        return hunk;
    }

    private void blocks() {
        String path = "";
        List<FilePatch.Hunk> read = new ArrayList<>();
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.equals(SEARCH)) {
                read.add(block());
            } else if (!line.isBlank() && !line.startsWith("```")) {
                if (!read.isEmpty()) add(blocks(path, read));
                read = new ArrayList<>();
                path = line.strip();
            }
        }
        if (!read.isEmpty()) add(blocks(path, read));
    }

    private static FilePatch blocks(String path, List<FilePatch.Hunk> read) {
        if (path.isEmpty()) throw refused("The line above '" + SEARCH + "' must be the path of a file.");
        boolean creates = read.get(0).lines().stream().noneMatch(line -> line.startsWith("-"));
        if (creates && read.size() > 1) throw refused("What to search for is empty in one block of several.");
        return new FilePatch(path, creates ? FilePatch.Kind.CREATE : FilePatch.Kind.CHANGE, read);
    }

    private FilePatch.Hunk block() {
        List<String> body = new ArrayList<>();
        take(MIDDLE, "-", body);
        take(REPLACE, "+", body);
        return counted(new FilePatch.Hunk(0, body, false));
    }

    private void take(String end, String sign, List<String> body) {
        while (at < lines.size() && !lines.get(at).equals(end)) body.add(sign + lines.get(at++));
        if (at++ >= lines.size()) throw refused("A block of the patch has no line '" + end + "'.");
    }

    private void add(FilePatch file) {
        if (!paths.add(file.path())) throw refused("The patch changes a file twice. Put its hunks under one header.");
        if (files.size() == MAX_FILES) throw refused("The patch changes more than " + MAX_FILES + " files.");
        files.add(file);
    }

    private static UnreadableFileException refused(String why) {
        return new UnreadableFileException(why + " Nothing was changed.");
    }
}
