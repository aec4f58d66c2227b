package dev.spindle.tools.documents;

import dev.spindle.tools.files.TextFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into passages: at headings, else at the end of a paragraph once enough was gathered, else after so many lines.
 *
 * <p>No line is split, or belongs to two passages; lines without words between passages belong to none. A heading opens the passage
 * below it and is part of its text. Used once, by one thread.
 */
final class PassageCutter {
    private static final int ENOUGH_LINES = 10;
    private static final int MAX_LINES = 25;
    private static final int ENOUGH_CHARACTERS = 1_000;
    private static final int MAX_CHARACTERS = 2_500;

    private final String file;
    private final HeadingReader headings;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private List<String> context = List.of();
    private int firstLine = 1;
    private int characters;
    private boolean hasBody;

    private PassageCutter(String file) {
        this.file = file;
        this.headings = HeadingReader.forFile(file);
    }

    /** The passages of a file, in its order; passages without any word are left out. */
    static List<Cut> cut(TextFile file) {
        PassageCutter cutter = new PassageCutter(file.path());
        List<String> lines = HtmlText.isHtml(file.path()) ? HtmlText.of(file.lines()) : file.lines();
        for (int i = 0; i < lines.size(); i++) {
            cutter.take(lines.get(i), i + 1 < lines.size() ? lines.get(i + 1) : "");
        }
        cutter.close();
        return cutter.cuts;
    }

    private void take(String line, String next) {
        boolean heading = headings.read(line, next);
        if ((heading && hasBody) || isFull(line)) close();
        if (heading) context = headings.path();
        if (lines.isEmpty() && line.isBlank()) {
            firstLine++;
            return;
        }
        lines.add(line);
        characters += line.length();
        hasBody |= !heading && hasWords(line);
    }

    private boolean isFull(String next) {
        if (lines.isEmpty()) return false;
        if (lines.size() >= MAX_LINES || characters + next.length() > MAX_CHARACTERS) return true;
        return next.isBlank() && (lines.size() >= ENOUGH_LINES || characters >= ENOUGH_CHARACTERS);
    }

    private void close() {
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isBlank()) end--;
        if (lines.stream().anyMatch(PassageCutter::hasWords)) {
            Passage.Source source = new Passage.Source(file, firstLine, firstLine + end - 1);
            cuts.add(new Cut(source, context, String.join("\n", lines.subList(0, end))));
        }
        firstLine += lines.size();
        lines.clear();
        characters = 0;
        hasBody = false;
    }

    private static boolean hasWords(String line) {
        return line.codePoints().anyMatch(Character::isLetterOrDigit);
    }
}
