package dev.spindle.tools.tests;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells from paths what files are for. */
final class TestFiles {
    private static final Pattern TEST_FOLDER = Pattern.compile(
            "(?:^|/)(?:src/it|(?:[a-z0-9]{1,40}[-_]){0,4}tests?|tests?[-_](?:data|fixtures|resources|helpers|support|utils?)"
                    + "|__(?:tests|mocks|fixtures|snapshots)__|spec|testdata|fixtures|goldens?|e2e|cypress)/");
    private static final Pattern SOURCE_SET =
            Pattern.compile("(?:^|/)src/(?:[a-zA-Z0-9]{0,80}T|t)est(?:[A-Z][a-zA-Z0-9]{0,80})?/");
    private static final Pattern TEST_NAME = Pattern.compile(
            "(?:^|/)(?:test_[^/]*\\.py|tests?\\.py|conftest\\.py|[^/]*[_.-]tests?\\.[a-z]{1,6}|[^/]*[_.-]spec\\.[cm]?[jt]sx?"
                    + "|[^/]*\\.(?:snap|ambr|golden|feature)|[^/]*\\.approved\\.[^/]{1,20}"
                    + "|(?:test-?setup|setup-?tests?)\\.[cm]?[jt]sx?|[^/]*-test\\.(?:properties|ya?ml)|\\.env\\.test)$");
    private static final Pattern TEST_CLASS =
            Pattern.compile("(?:^|/)[^/]*(?:Tests?|IT|Spec|TestCase)\\.(?:java|kt|groovy|scala)$");
    private static final Pattern BUILD = Pattern.compile(
            "(?:^|/)(?:pom\\.xml|[^/]*\\.gradle(?:\\.kts)?|gradle\\.(?:properties|lockfile)|gradlew?(?:\\.bat)?|mvnw(?:\\.cmd)?"
                    + "|package\\.json|package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock|pnpm-[^/]*\\.yaml|bunfig\\.toml|deno\\.jsonc?|(?:lerna|nx|turbo)\\.json"
                    + "|\\.(?:npm|yarn|nyc|mocha|swc|babel)rc[^/]*|\\.pnp\\.[^/]*|\\.(?:node|python)-version|\\.nvmrc|\\.tool-versions"
                    + "|cargo\\.toml|cargo\\.lock|build\\.rs|rust-toolchain[^/]*|go\\.(?:mod|sum|work)(?:\\.sum)?"
                    + "|pyproject\\.toml|setup\\.(?:py|cfg)|tox\\.ini|\\.?pytest\\.(?:ini|toml)|noxfile\\.py|requirements[^/]*\\.txt|pipfile(?:\\.lock)?|(?:poetry|uv|pdm)\\.lock"
                    + "|(?:site|user)customize\\.py|[^/]*\\.pth|\\.coveragerc|[^/]*makefile|[^/]*\\.mk|justfile|(?:docker|jenkins)file[^/]*|(?:docker-)?compose[^/]*\\.ya?ml"
                    + "|(?:jest|vitest|vite|babel|tsconfig|webpack|rollup|karma|mocha|ava|playwright|cypress)[^/]*\\.(?:[cm]?[jt]s|jsonc?)"
                    + "|junit-platform\\.properties|lombok\\.config|org\\.junit\\.[^/]*|\\.gitlab-ci\\.yml|\\.travis\\.yml|azure-pipelines\\.yml"
                    + "|\\.gitignore|\\.gitattributes|\\.gitmodules)$");
    private static final Pattern BUILD_FOLDER = Pattern.compile(
            "(?:^|/)(?:\\.mvn|\\.github|\\.gitlab|\\.ci|\\.circleci|gradle|buildsrc|build-logic|\\.cargo|\\.yarn|\\.vscode|\\.idea"
                    + "|node_modules|site-packages|vendor)/");

    /** Python looks into the project before it looks elsewhere. */
    private static final Pattern HIDING = Pattern.compile(
            "(?:src/)?(?:pluggy|iniconfig|packaging|exceptiongroup|tomli|pygments|py|abc|argparse|ast|atexit|base64|bdb|collections|contextlib|copy"
                    + "|dataclasses|datetime|dis|enum|errno|fnmatch|functools|gc|getpass|glob|hashlib|importlib|inspect|io|itertools|json|locale|logging|math"
                    + "|operator|os|pathlib|pdb|pickle|pkgutil|platform|pprint|random|re|shlex|shutil|site|socket|stat|string|struct|subprocess|sys|sysconfig"
                    + "|tempfile|textwrap|threading|time|token|tokenize|traceback|types|typing|uuid|warnings|weakref|xml|zipfile)(?:\\.(?:py|so|pyd)|/.*\\.py)");

    private TestFiles() {}

    /** Whether a path, relative to the project, is that of a test or of something that only tests read. */
    static boolean isTest(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        return TEST_FOLDER.matcher(small).find()
                || SOURCE_SET.matcher(path).find()
                || TEST_NAME.matcher(small).find()
                || TEST_CLASS.matcher(path).find();
    }

    /** Whether a path is that of a file that says how the project is built or tested. */
    static boolean isBuild(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        return BUILD.matcher(small).find() || BUILD_FOLDER.matcher(small).find();
    }

    /** Whether a new file of this path would take the place of a library by which Python runs tests. */
    static boolean hidesLibrary(String path) {
        return HIDING.matcher(path).matches();
    }
}
