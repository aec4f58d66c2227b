package dev.spindle.tools.files;

import dev.spindle.context.AgentException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder that a model may look into, or also write in, and that it cannot look or write out of.
 *
 * <p>Paths come in and go out relative to the folder, with {@code /} between the names. Absolute paths, {@code ..}, backslashes and
 * control characters are refused. A link is followed if its target lies in the folder: the target's real path is then
 * opened one name at a time from the folder held open, following no link, so that swapping a name for a link between check
 * and use leads nowhere (on systems that can open relative to a folder, as Linux can; elsewhere an instant remains). Hard links cannot
 * be told from files: do not confine a model to a folder into which others may link.
 *
 * <p>What version control keeps for itself ({@code .git} and its like, which may hold passwords) does not exist for the model;
 * more can be hidden with {@link #hiding}. Immutable and thread-safe; what is on disk may change at any time.
 */
public final class ConfinedFolder {
    /** The size of the biggest file that is read, unless told otherwise: 8 MiB. */
    public static final int DEFAULT_MAX_FILE_BYTES = 8 << 20;

    private static final int MAX_PATH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MORE = Duration.ofSeconds(5);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern ABSOLUTE = Pattern.compile("(/|[A-Za-z]:).*");
    private static final String HOW_TO =
            " Paths are relative to the top folder and use '/', such as 'src/main/App.java'.";

    private final Path root;
    private final HiddenPaths hidden;
    private final int maxFileBytes;
    private final PatientCalls calls;
    private final LongSupplier clock;
    private final FolderWriting writing = new FolderWriting(this);

    private ConfinedFolder(Path root, HiddenPaths hidden, int maxFileBytes, PatientCalls calls, LongSupplier clock) {
        this.root = root;
        this.hidden = hidden;
        this.maxFileBytes = maxFileBytes;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * The folder at a path, which may be a link to it.
     *
     * @throws AgentException if there is no folder, or it cannot be opened
     */
    public static ConfinedFolder of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AgentException("There is no folder at " + folder.toAbsolutePath() + "; name an existing one");
        }
        try {
            PatientCalls calls = new PatientCalls(PATIENCE);
            return new ConfinedFolder(
                    folder.toRealPath(), HiddenPaths.DEFAULT, DEFAULT_MAX_FILE_BYTES, calls, System::nanoTime);
        } catch (IOException closed) {
            throw new AgentException(
                    "The folder " + folder.toAbsolutePath() + " cannot be opened; check its permissions", closed);
        }
    }

    /**
     * This folder without the paths that match: they are neither listed, searched nor read.
     *
     * @param globs such as {@code target/**} or {@code .env}; without a {@code /}, a name in any folder
     */
    public ConfinedFolder hiding(String... globs) {
        return new ConfinedFolder(root, hidden.with(globs), maxFileBytes, calls, clock);
    }

    /** This folder with another size for the biggest file that is read. */
    public ConfinedFolder withMaxFileBytes(int bytes) {
        return new ConfinedFolder(root, hidden, bytes, calls, clock);
    }

    /** This folder with another time after which the disk is given up. */
    ConfinedFolder withPatience(Duration patience) {
        return new ConfinedFolder(root, hidden, maxFileBytes, new PatientCalls(patience), clock);
    }

    /** This folder with a clock of nanoseconds by which walks and searches end. */
    ConfinedFolder withClock(LongSupplier nanos) {
        return new ConfinedFolder(root, hidden, maxFileBytes, calls, nanos);
    }

    /** How long a walk or a search may go on. */
    Patience patience(Duration time) {
        return new Patience(time, clock);
    }

    /**
     * Reads a text file whole. It is opened once, and its size is bounded while reading.
     *
     * @param path relative to the folder
     * @throws UnreadableFileException if it is refused, missing, no text, too big, reading fails or takes longer than 10 s; or if the
     *     thread was interrupted, which it then still is
     */
    public TextFile read(String path) {
        return calls.call(() -> readHere(path));
    }

    private TextFile readHere(String path) {
        Path real = locate(path);
        return TextFile.decode(slashed(real), bytes(path, real));
    }

    /**
     * Reads any file whole, as {@link #read} does, but for what its bytes mean.
     *
     * @param path relative to the folder
     * @throws UnreadableFileException if it is refused, missing, too big, reading fails or takes longer than 10 s; or if the thread was
     *     interrupted, which it then still is
     */
    public byte[] readBytes(String path) {
        return calls.call(() -> bytes(path, locate(path)));
    }

    private byte[] bytes(String path, Path real) {
        Path name = real.getFileName();
        if (name == null || name.toString().isEmpty()) throw notAFile(path);
        try (OpenFolder parent = open(parentOf(real))) {
            if (parent.attributes(name).isDirectory()) throw notAFile(path);
            return bytes(path, parent, name);
        } catch (IOException broken) {
            throw unreadable(path, broken);
        }
    }

    /**
     * The files of the folder and of those below; links are left out.
     *
     * <p>Looks at 200,000 names and 64 folders deep, and for 10 s, at most.
     *
     * @param glob such as {@code src/}{@code **}{@code /*.java}; without a {@code /}, a name in any folder
     * @param most the most files to return
     * @throws UnreadableFileException if the pattern is malformed, or the thread was interrupted, which it then still is
     */
    public Listing files(String glob, int most) {
        Glob wanted = Glob.of(glob);
        return calls.call(
                FolderWalk.MAX_TIME.plus(MORE), () -> new FolderWalk(this, hidden, wanted, false).first(most));
    }

    /**
     * The names in one folder that a person may mean, for completing what is written; those of folders end in a slash. What is hidden,
     * links, and what {@code .gitignore} files leave out are not among them, unless the folder itself is left out.
     *
     * @param path the folder, relative to this one; empty for this one
     * @param wanted tells the names that are looked for
     * @param most the most names to return
     * @throws UnreadableFileException if there is no such folder to look into
     */
    public List<String> names(String path, Predicate<String> wanted, int most) {
        return calls.call(() -> {
            try {
                Path place = path.isEmpty() ? Path.of("") : locate(path);
                return new FolderNames(this, hidden, patience(FolderWalk.MAX_TIME)).in(place, wanted, most);
            } catch (IOException broken) {
                throw unreadable(path, broken);
            }
        });
    }

    /**
     * The files of the folder and of those below, as {@link #files} finds them, without what {@code .gitignore} files leave out, unless the
     * pattern names its folder.
     *
     * @param glob as for {@link #files}
     * @param most the most files to return
     * @throws UnreadableFileException if the pattern is malformed, or the thread was interrupted, which it then still is
     */
    public Listing kept(String glob, int most) {
        Glob wanted = Glob.of(glob);
        return calls.call(FolderWalk.MAX_TIME.plus(MORE), () -> new FolderWalk(this, hidden, wanted, true).first(most));
    }

    /** Searches the files that match for lines, and says what it found in words for a model. */
    String search(LinePattern pattern, String glob) {
        return calls.call(FileSearch.MAX_TIME.plus(MORE), () -> new FileSearch(this, pattern).in(glob));
    }

    /**
     * Puts a text into a file: in place of what it holds, and in its encoding, or as a new file in UTF-8, in folders that are created where
     * they are missing.
     *
     * <p>The file is replaced whole or not at all, and keeps its byte order mark and permissions. No link is followed: a path that leads
     * through one, or to one, is refused.
     *
     * @param path relative to the folder
     * @throws UnreadableFileException if it is refused, read-only, bigger than the biggest file that is read, its encoding has not all
     *     characters of the text, or writing fails or takes longer than 10 s; or if the thread was interrupted, which it then still is
     */
    public void write(String path, String text) {
        inTime(() -> writing.write(path, text));
    }

    /**
     * The whole text of a file that may be written, with its line ends, without its byte order mark; empty if there is no such file.
     *
     * @throws UnreadableFileException if it may not be written, is no text that can be written back as it was, is too big, or reading
     *     fails
     */
    public Optional<String> findText(String path) {
        return calls.call(() -> writing.find(path));
    }

    /** Makes changes to files, all or none; see {@link FolderWriting#change}. */
    void change(List<FileChange> changes) {
        inTime(() -> writing.change(changes));
    }

    /** Gives a file another name. */
    void move(String from, String to) {
        inTime(() -> writing.move(from, to));
    }

    /** Removes a file. */
    void delete(String path) {
        inTime(() -> writing.delete(path));
    }

    /** The text of a file that could be removed; empty if it is no text, or too big. */
    Optional<String> findRemovable(String path) {
        return calls.call(() -> writing.findRemovable(path));
    }

    /** Checks that a file could be given another name. */
    void checkMove(String from, String to) {
        inTime(() -> writing.checkMove(from, to));
    }

    private void inTime(Runnable change) {
        calls.call(() -> {
            writing.alone(change);
            return true;
        });
    }

    /** Whether a path names a folder that the model may look into. */
    boolean isFolder(String path) {
        return calls.call(() -> isFolderHere(path));
    }

    private boolean isFolderHere(String path) {
        try (OpenFolder folder = open(locate(path))) {
            return true;
        } catch (IOException | UnreadableFileException none) {
            return false;
        }
    }

    /** Opens a folder one name at a time, following no link; the path is relative, and empty for the top. */
    OpenFolder open(Path relative) throws IOException {
        OpenFolder current = OpenFolder.at(root);
        for (Path name : relative) {
            if (name.toString().isEmpty()) continue;
            try (OpenFolder outer = current) {
                current = outer.enter(name);
            }
        }
        return current;
    }

    OpenFolder openOrCreate(Path relative) throws IOException {
        OpenFolder current = OpenFolder.at(root);
        for (Path name : relative) {
            if (name.toString().isEmpty()) continue;
            try (OpenFolder outer = current) {
                if (!outer.holds(name)) outer.createFolder(name);
                current = outer.enter(name);
            }
        }
        return current;
    }

    static Path parentOf(Path relative) {
        return Objects.requireNonNullElse(relative.getParent(), Path.of(""));
    }

    /** The path, relative to the root, if a file may be written there: in the folder, not hidden, and as the disk spells it. */
    Path locateToWrite(String written) {
        Path relative = check(written).normalize();
        if (relative.toString().isEmpty()) throw notAFile(written);
        if (hidden.contains(slashed(relative))) {
            throw new UnreadableFileException("'" + written + "' may not be written. Choose another path.");
        }
        Path there = root;
        for (Path name : relative) {
            Path next = there.resolve(name);
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) break;
            there = next;
        }
        try {
            if (!there.toRealPath().equals(there)) throw throughLink(written);
            return relative;
        } catch (IOException broken) {
            throw FolderWriting.unwritable(written, broken);
        }
    }

    /** Whether so many bytes may be written. */
    void checkSize(String path, int bytes) {
        if (bytes > maxFileBytes) {
            throw new UnreadableFileException("'" + path + "' would be bigger than " + maxFileBytes
                    + " bytes, the most that is written. Write less.");
        }
    }

    /** The real path, relative to the root, that a path leads to, if it may be looked at. */
    private Path locate(String written) {
        try {
            Path relative = check(written).normalize();
            Path real = root.resolve(relative).toRealPath();
            if (!real.startsWith(root)) {
                throw new UnreadableFileException(
                        "'" + written + "' is a link that leads out of the top folder. Choose another file.");
            }
            Path inside = root.relativize(real);
            if (hidden.contains(slashed(relative)) || hidden.contains(slashed(inside))) throw missing(written, null);
            return inside;
        } catch (IOException broken) {
            throw unreadable(written, broken);
        }
    }

    private static Path check(String written) {
        if (written.length() > MAX_PATH) {
            throw new UnreadableFileException("The path is " + written.length() + " characters long." + HOW_TO);
        }
        // A path that may hold control characters is not repeated: it could forge lines in a log.
        if (CONTROL.matcher(written).find()) {
            throw new UnreadableFileException("The path holds a control character." + HOW_TO);
        }
        if (written.contains("\\") || ABSOLUTE.matcher(written).matches()) {
            throw new UnreadableFileException("'" + written + "' is not a path in the top folder." + HOW_TO);
        }
        try {
            Path path = Path.of(written);
            for (Path name : path) {
                if (name.toString().equals("..")) {
                    throw new UnreadableFileException("'" + written + "' goes up with '..'." + HOW_TO);
                }
            }
            return path;
        } catch (InvalidPathException invalid) {
            throw new UnreadableFileException("'" + written + "' is not a path." + HOW_TO, invalid);
        }
    }

    byte[] bytes(String path, OpenFolder parent, Path name) throws IOException {
        byte[] read = parent.read(name, (int) Math.min(Integer.MAX_VALUE - 8L, maxFileBytes + 1L));
        if (read.length > maxFileBytes) {
            throw new UnreadableFileException("'" + path + "' is bigger than " + maxFileBytes
                    + " bytes, the most that is read. Choose another file.");
        }
        return read;
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    static UnreadableFileException notAFile(String path) {
        return new UnreadableFileException("'" + path + "' is a folder, not a file. List its files first.");
    }

    // The system's own words are not passed on: they hold absolute paths.
    static UnreadableFileException unreadable(String path, IOException broken) {
        if (broken instanceof NoSuchFileException) return missing(path, broken);
        String why = broken instanceof AccessDeniedException ? "access to it is denied" : "it is not an ordinary file";
        return new UnreadableFileException("'" + path + "' cannot be read: " + why + ". Choose another file.", broken);
    }

    static UnreadableFileException throughLink(String path) {
        return new UnreadableFileException("'" + path
                + "' is no ordinary file, leads through a link, or is spelled otherwise. List the files to see"
                + " their own paths.");
    }

    private static UnreadableFileException missing(String path, @Nullable IOException cause) {
        return new UnreadableFileException(
                "There is no file '" + path + "'. List the files to see their paths.", cause);
    }
}
