package dev.spindle.tools.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments by which programs that do something else run another program, or code: {@code tar --to-command}, {@code gcc -wrapper}.
 *
 * <p>What a project says in its own files, such as a target of {@code make} or a script of {@code npm}, is not meant: it is not looked into.
 */
final class RunningOptions {
    private static final Map<Pattern, Pattern> BY_PROGRAM = new LinkedHashMap<>();

    private RunningOptions() {}

    static {
        archives();
        compilers();
        builders();
        packages();
        searches();
        documents();
        networks();
        versions();
    }

    /** The arguments by which a program runs another one; null if it has none. */
    static @Nullable Pattern of(String program) {
        for (Map.Entry<Pattern, Pattern> each : BY_PROGRAM.entrySet()) {
            if (each.getKey().matcher(program).matches()) return each.getValue();
        }
        return null;
    }

    private static void add(String programs, String arguments) {
        BY_PROGRAM.put(Pattern.compile(programs), Pattern.compile("(?s)" + arguments));
    }

    private static void archives() {
        add("g?tar", "--(to-c|checkpoint-a|us|inf|new-v|rs|rm).*|-[A-Za-z]*[IF].*");
        add("bsdtar", "--us.*|-[A-Za-z]*I.*");
        add("zip", "-[A-Za-z]*T.*|--u.*");
        add("cpio", "--rs.*|--to-.*");
        add("g?split", "--f.*");
        add("g?sort", "--co.*");
        add("g?install", "--strip-p.*");
    }

    private static void compilers() {
        add(
                "(.*-)?(gcc|g\\+\\+|cc|c\\+\\+|cpp|clang|clang\\+\\+|clang-cl|gfortran|gdc|gccgo|gnatmake|c89|c99)(-[0-9.]+)?",
                "-+wrapper.*|-B.*|--pre.*|-+specs.*|-f(pass-)?plugin.*|-fuse-ld=.*/.*|--ld-path.*|-W[lap],.*plugin.*|-plugin.*|-load.*"
                        + "|--config.*|@.*");
        add(
                "(.*-)?(ld|ld\\.[a-z]+|lld|ld64|ar|nm|ranlib|strip|objdump|objcopy|size)(-[0-9.]+)?",
                "-+plugin.*|-load.*|@.*");
        add("javac|javadoc", "@.*|-J.*|--?processor.*|-Xplugin.*|--?doclet.*|--?taglet.*");
        add("javaw?", "@.*|-XX:(On|Flags|VMOptionsFile).*|-(javaagent|agentpath|agentlib):.*");
        add(
                "jar|jarsigner|javah|javap|jdeps|jlink|jmod|jpackage|keytool",
                "@.*|-J.*|--?provider-?([cC]lass|[pP]ath).*");
        add("rustc|rustdoc|clippy-driver", "@.*|-C.*link.*|link.*=.*|--codegen=link.*|-Z.*|--(test-)?run.*|--test-b.*");
        add("go", "--?(exec|toolexec|vettool|gccgoflags)(=.*)?|--?ldflags=.*-ext(ld|ar).*|-w");
    }

    private static void builders() {
        String makefile = "(-|/dev/.*|/proc/.*)";
        add(
                "g?make",
                "-[a-z]*E.*|--ev.*|-[a-z]*f" + makefile + "|--(make)?file=" + makefile + "|" + makefile
                        + "|.*\\$.*|.*!=.*");
        add("cmake", "-E|-P.*");
        add("ctest", "-S.*|--build-and-t.*|--scr.*");
        String agent = ".*(agent|XX:On|@).*";
        add(
                "mvn|mvnw|mvnd|mvnDebug",
                "(-D|--define=?)?(jvm|maven\\.ext\\..*|exec\\.executable|.*\\.(jvm|executable))=.*|(-D)?(.*[.])?argLine="
                        + agent
                        + "|(.*[:.])?(exec|exec-maven-plugin)(:[0-9].*)?:exec(@.*)?|.*antrun.*|(.*[:.])?gmaven.*");
        add("gradlew?", "-I.*|--init-s.*|(-D)?org\\.gradle\\.(java\\.home=.*|jvmargs=" + agent + ")");
        add("bazel|bazelisk", "--run_under.*|--(system_|home_|workspace_)?bazelrc.*|--workspace_status_command.*");
        add("rake", "-[A-Za-z]*[eEpr].*|--(execute|require|rakelib).*");
    }

    private static void packages() {
        // Options of npm may be cut short.
        add(
                "npm|pnpm|yarn",
                "--scr.*|--shell.*|--node-[og].*|--git(=.*)?|--edi.*|--view.*|--brow.*|--cal.*|--userc.*|--globalc.*|--init-.*"
                        + "|.*script-shell.*");
        add("pip[0-9.]*|pipx", "--py.*|--ed.*");
        add("cargo", "--config.*");
        add("apt|apt-get|apt-cache|aptitude", "-[A-Za-z]*[oc].*|--op.*|--config.*");
        add("dpkg", "--(pre|post)-inv.*");
        add("helm", "--post-r.*");
    }

    private static void searches() {
        add("rg", "--pre(=.*)?|--hostname-bin.*");
        add("ag|ack|ack-grep|bat|batcat|delta", "--pager.*|--ackrc.*");
        add("fd|fdfind", "-[A-Za-z]*[xX].*|--exec.*");
        add("fzf|sk", "--preview.*|--bind.*|--with-shell.*");
        add("exiftool", "-if[0-9]*|-config|-@");
    }

    private static void documents() {
        add("pandoc", "-[FLd].*|--(fi|lu|pdf-engine(?!-opt)|def).*");
        add(
                "(pdf|xe|lua|u?p)?(la|e)?tex|latexmk",
                "--?(shell-e|enable-(write18|p)).*|-(pdf|xe|lua)?(la)?tex=.*|-e|--?lua-?(only|conf).*");
        add("gs", "--?dNOSAFER.*|.*%pipe%.*");
        add("gpg2?|gpgsm", "--(photo-v|agent-p|dirmngr-p|pinentry-p|keyboxd-p|tpm2daemon-p|exec-p|opt).*");
        add("openssl", "--?engine.*|--?provider-path.*|--?config.*");
    }

    private static void networks() {
        add("rsync", "--rs.*|-(?!-)[A-Za-z]*e.*|--dae.*|--config.*");
        add("scp", "-[A-Za-z0-9]*[oSFD].*");
        add("wget2?", "--use-a.*|(?i).*use[-_]*ask[-_]*pass.*|--config.*");
        add("curl", "-[A-Za-z]*K.*|--config.*|--engine.*");
        add("tcpdump", "-[A-Za-z]*z.*|--postrotate.*");
        add("tshark|wireshark", "-X.*");
        add("nmap", "--script.*|--datadir.*");
        add("ip6?tables.*", "--modp.*");
    }

    private static void versions() {
        add("hg", "--conf.*");
        add("svn", "--(editor|diff3?|merge)-cmd.*|--config-.*");
        add("gh|glab", "alias|extension|ext");
    }
}
