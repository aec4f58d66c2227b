package dev.spindle.retrieval;

/**
 * Matches paths against patterns of {@code .gitignore}: {@code *} and {@code ?} stay within a name, {@code **} goes through folders, {@code
 * [a-c]} is one of some characters.
 *
 * <p>Time is at most the product of both lengths: what was tried once is not tried again.
 */
final class GitGlob {
    private final String pattern;
    private final String path;
    private final boolean[][] failed;

    private GitGlob(String pattern, String path) {
        this.pattern = pattern;
        this.path = path;
        this.failed = new boolean[pattern.length() + 1][path.length() + 1];
    }

    static boolean matches(String pattern, String path) {
        if (pattern.length() > 500 || path.length() > 1_000) return false;
        return new GitGlob(pattern, path).from(0, 0);
    }

    private boolean from(int at, int place) {
        if (failed[at][place]) return false;
        boolean matches = at == pattern.length() ? place == path.length() : step(at, place);
        failed[at][place] = !matches;
        return matches;
    }

    private boolean step(int at, int place) {
        if (pattern.startsWith("**", at)) return stars(at, place);
        char wanted = pattern.charAt(at);
        boolean more = place < path.length();
        if (wanted == '*') {
            return from(at + 1, place) || (more && path.charAt(place) != '/' && from(at, place + 1));
        }
        if (!more) return false;
        char there = path.charAt(place);
        if (wanted == '?') return there != '/' && from(at + 1, place + 1);
        int end = wanted == '[' ? pattern.indexOf(']', at + 2) : -1;
        if (end > 0) return there != '/' && isOneOf(at + 1, end, there) && from(end + 1, place + 1);
        if (wanted == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == there && from(at + 2, place + 1);
        }
        return wanted == there && from(at + 1, place + 1);
    }

    private boolean stars(int at, int place) {
        boolean folders = at + 2 < pattern.length() && pattern.charAt(at + 2) == '/';
        if (folders && from(at + 3, place)) return true;
        if (!folders && from(at + 2, place)) return true;
        if (place == path.length()) return false;
        if (!folders) return from(at, place + 1);
        int slash = path.indexOf('/', place);
        return slash >= 0 && from(at, slash + 1);
    }

    private boolean isOneOf(int from, int to, char there) {
        boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean found = false;
        for (int at = negated ? from + 1 : from; at < to; at++) {
            boolean range = at + 2 < to && pattern.charAt(at + 1) == '-';
            char last = range ? pattern.charAt(at + 2) : pattern.charAt(at);
            found |= there >= pattern.charAt(at) && there <= last;
            if (range) at += 2;
        }
        return found != negated;
    }
}
