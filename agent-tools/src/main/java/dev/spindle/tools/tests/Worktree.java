package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A second working tree of a project's repository, on a branch of its own, in a temporary folder. The user's own tree is not touched; the
 * repository gets the branch, which goes again unless it is kept.
 */
final class Worktree implements AutoCloseable {
    private static final Pattern BUILT = Pattern.compile(
            "(?:^|/)(?:target|build|dist|out|node_modules|__pycache__|\\.pytest_cache|coverage|\\.gradle)(?:/|$)");
    private static final String MODULES = "node_modules";
    private static final String IGNORED = "!!";
    private static final char NOT_IN_TEXT = '\0';
    private static final int MARKS = 3;
    private static final int SHOWN = 5;
    private static final long MOST_BYTES = 16 << 20;
    private static final int MOST_CHANGES = 200;

    private final Git repository;
    private final Git tree;
    private final ScratchFolder holder;
    private final Path top;
    private final Path project;
    private final String branch;
    private final String base;
    private boolean kept;

    private Worktree(Git repository, ScratchFolder holder, Path top, Path project, String branch)
            throws InterruptedException {
        this.repository = repository;
        this.tree = Git.withoutPrograms(top);
        this.base = head();
        this.holder = holder;
        this.top = top;
        this.project = project;
        this.branch = branch;
    }

    /**
     * A tree of what the project has committed.
     *
     * @throws AgentException if the project is in no repository, or has changes that are not committed
     */
    static Worktree of(Path project) throws InterruptedException {
        Git own = Git.withoutPrograms(project);
        Path top = top(own, project);
        String status = own.run(
                "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all");
        List<String> changed = paths(status, each -> true).stream()
                .filter(path -> !BUILT.matcher(path).find())
                .toList();
        if (!changed.isEmpty())
            throw new AgentException("There are changes that are not committed (" + shown(changed)
                    + "), and a fix begins at what is; commit them first");
        return add(
                project, own, top, "spindle/fix-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /**
     * A tree of what the project has committed, on no branch: to look at other commits in.
     *
     * @throws AgentException if the project is in no repository
     */
    static Worktree detached(Path project) throws InterruptedException {
        Git own = Git.withoutPrograms(project);
        return add(project, own, top(own, project), "");
    }

    private static Worktree add(Path project, Git own, Path top, String branch) throws InterruptedException {
        try {
            ScratchFolder holder = ScratchFolder.create("spindle-fix");
            try {
                return add(project, own, top, branch, holder);
            } catch (AgentException | IOException | InterruptedException | UncheckedIOException notMade) {
                holder.close();
                throw notMade;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Worktree add(Path project, Git own, Path top, String branch, ScratchFolder holder)
            throws IOException, InterruptedException {
        Path folder = holder.path().resolve("tree");
        List<String> command = new ArrayList<>(List.of("worktree", "add", "--quiet"));
        command.addAll(branch.isEmpty() ? List.of("--detach") : List.of("-b", branch));
        command.addAll(List.of(folder.toString(), "HEAD"));
        own.run(command.toArray(String[]::new));
        Path inside = folder.resolve(top.relativize(project).toString());
        Worktree made = new Worktree(own, holder, folder, inside, branch);
        made.bringModules(project, top);
        return made;
    }

    private static Path top(Git own, Path project) throws InterruptedException {
        Path top = top(own);
        // The settings may name a tree that is elsewhere.
        if (project.startsWith(top)) return top;
        throw new AgentException("The repository of git that the project is in says that its files are in " + top
                + " (core.worktree); this needs one whose files are those of the project");
    }

    private static Path top(Git own) throws InterruptedException {
        try {
            return Path.of(own.run("rev-parse", "--show-toplevel").strip()).toRealPath();
        } catch (AgentException refused) {
            if (!String.valueOf(refused.getMessage()).contains("not a git repository")) throw refused;
            throw new AgentException(
                    "The project is in no repository of git, and this needs one: 'git init', and commit it", refused);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String shown(List<String> paths) {
        String some = String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())));
        return paths.size() > SHOWN ? some + " and " + (paths.size() - SHOWN) + " more" : some;
    }

    /** What is installed of libraries of JavaScript, also for the whole repository, is in no repository, and no test runs without it. */
    private void bringModules(Path from, Path last) throws IOException, InterruptedException {
        Path to = project;
        for (Path each = from; ; each = Objects.requireNonNull(each.getParent())) {
            bring(each.resolve(MODULES), to.resolve(MODULES));
            if (each.equals(last)) return;
            to = Objects.requireNonNull(to.getParent());
        }
    }

    private static void bring(Path modules, Path to) throws IOException, InterruptedException {
        if (!Files.isDirectory(modules, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> all = Files.walk(modules)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (Thread.interrupted()) throw new InterruptedException("stopped while libraries were copied");
                Files.copy(each, to.resolve(modules.relativize(each).toString()), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** The folder of the project in it. */
    Path project() {
        return project;
    }

    String branch() {
        return branch;
    }

    /** The commit that it is at. */
    String head() throws InterruptedException {
        return tree.run("rev-parse", "HEAD").strip();
    }

    /** Whether somebody has committed in it, or gone to another branch. */
    boolean hasMoved() throws InterruptedException {
        return !head().equals(base)
                || !tree.run("rev-parse", "--abbrev-ref", "HEAD").strip().equals(branch);
    }

    /**
     * What was changed in it.
     *
     * @param odd the paths of what nobody can look at: links, pipes, repositories of their own, files that are no text
     * @param ignored the paths that git ignores: a fresh tree has none of them but libraries that were brought
     */
    record Changes(List<Change> files, List<String> odd, List<String> ignored) {}

    Changes changes() throws InterruptedException {
        List<Change> files = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        String status = tree.run(
                "status",
                "--porcelain=v1",
                "-z",
                "--untracked-files=all",
                "--no-renames",
                "--ignore-submodules=all",
                "--ignored=matching");
        List<String> changed = paths(status, each -> !each.startsWith(IGNORED));
        if (changed.size() > MOST_CHANGES)
            throw new AgentException("It changes " + changed.size() + " files (" + shown(changed)
                    + "), and a repair is looked at up to " + MOST_CHANGES + "; remove what is none of it");
        for (String path : changed) {
            String after = present(path);
            String before = committed(path);
            if (isOdd(path) || after.indexOf(NOT_IN_TEXT) >= 0) odd.add(path);
            else files.add(Change.of(path, before, after, diff(path)));
        }
        List<String> ignored = paths(status, each -> each.startsWith(IGNORED)).stream()
                .filter(path -> !isModules(path))
                .toList();
        return new Changes(files, odd, ignored);
    }

    /** Also of a file of which the settings of the repository say that its differences are not to be shown. */
    private String diff(String path) throws InterruptedException {
        tree.run("add", "--intent-to-add", "--", path);
        return tree.run(
                "diff", "--text", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "HEAD", "--", path);
    }

    private boolean isOdd(String path) {
        Path file = top.resolve(path);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isModules(String path) {
        return path.equals(MODULES + "/") || path.startsWith(MODULES + "/") || path.contains("/" + MODULES + "/");
    }

    private static List<String> paths(String status, Predicate<String> wanted) {
        return Stream.of(status.split("\0", -1))
                .filter(line -> line.length() > MARKS && wanted.test(line))
                .map(line -> line.substring(MARKS))
                .toList();
    }

    private String committed(String path) throws InterruptedException {
        try {
            return tree.run("show", "--no-ext-diff", "--no-textconv", "HEAD:" + path);
        } catch (AgentException isNew) {
            return "";
        }
    }

    private String present(String path) {
        Path file = top.resolve(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return "";
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES)
                throw new AgentException(path + " has " + size + " bytes, and a repair is looked at up to " + MOST_BYTES
                        + "; remove it, or let git ignore it");
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Commits these changes to the branch, and returns them as a patch. */
    String commit(List<Change> changes, String message) throws InterruptedException {
        for (Change each : changes) tree.run("add", "--", each.path());
        tree.run("commit", "--quiet", "--no-verify", "--message", message);
        return tree.run("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--binary", "HEAD~1", "HEAD");
    }

    /** Makes the tree what it was, also if something was committed. */
    void reset() throws InterruptedException {
        tree.run("checkout", "--quiet", "--force", "-B", branch, base);
        tree.run("clean", "--quiet", "-d", "--force", "--force", "-x", "--exclude=" + MODULES);
    }

    /** Makes the tree what a commit is, and nothing else. */
    void goTo(String commit) throws InterruptedException {
        tree.run("checkout", "--quiet", "--detach", "--force", commit);
        tree.run("clean", "--quiet", "-d", "--force", "--force", "-x", "--exclude=" + MODULES);
    }

    /** Keeps the branch when the tree goes. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws InterruptedException {
        repository.run("worktree", "remove", "--force", top.toString());
        if (!kept && !branch.isEmpty()) repository.run("branch", "--quiet", "-D", branch);
        holder.close();
    }
}
