package dev.spindle.tools.files;

/**
 * A text as a model sees it, in which every line ends with {@code \n}, beside the text that is in the file, whose lines may end
 * otherwise, and not all in one way.
 */
final class LineEnds {
    private final String file;
    private final String text;
    private final boolean exact;

    private LineEnds(String file, String text, boolean exact) {
        this.file = file;
        this.text = text;
        this.exact = exact;
    }

    /** The file as it is if the passage holds a {@code \r}, which then is meant; else with {@code \n} at the end of each line. */
    static LineEnds asWritten(String file, String passage) {
        boolean exact = passage.indexOf('\r') >= 0 || file.indexOf('\r') < 0;
        return new LineEnds(file, exact ? file : file.replace("\r\n", "\n").replace('\r', '\n'), exact);
    }

    /** What is searched. */
    String text() {
        return text;
    }

    /** The file with another text in the place of a passage, whose lines end as the passage's did, or as the line's before. */
    String withReplaced(int from, int to, String other) {
        int begin = placeInFile(0, from, 0);
        int end = placeInFile(from, to, begin);
        String written = other.indexOf('\r') >= 0 ? other : other.replace("\n", endOfLineAt(begin));
        return file.substring(0, begin) + written + file.substring(end);
    }

    /** The place in the file of a place in the text, going on from a known one. */
    private int placeInFile(int known, int wanted, int knownInFile) {
        if (exact) return wanted;
        int place = knownInFile;
        for (int at = known; at < wanted; at++) place += file.startsWith("\r\n", place) ? 2 : 1;
        return place;
    }

    private String endOfLineAt(int place) {
        int at = place;
        while (at < file.length() && file.charAt(at) != '\n' && file.charAt(at) != '\r') at++;
        if (at == file.length()) at = Math.max(file.lastIndexOf('\n'), file.lastIndexOf('\r'));
        if (at < 0) return "\n";
        if (file.startsWith("\r\n", at) || file.startsWith("\r\n", at - 1)) return "\r\n";
        return file.substring(at, at + 1);
    }
}
