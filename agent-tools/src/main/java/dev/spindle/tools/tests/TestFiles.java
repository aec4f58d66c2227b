package dev.spindle.tools.tests;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells from paths what files are for. */
final class TestFiles {
    private static final Pattern TEST_FOLDER = Pattern.compile(
            "(?:^|/)(?:src/[a-zA-Z]*[tT]est[a-zA-Z]*|tests?|__tests__|__mocks__|spec|testdata|fixtures|e2e)/");
    private static final Pattern TEST_NAME = Pattern.compile(
            "(?:^|/)(?:test_[^/]*\\.py|conftest\\.py|[^/]*_test\\.(?:py|go|rs)|[^/]*\\.(?:test|spec)\\.[cm]?[jt]sx?"
                    + "|[^/]*(?:Tests?|IT|Spec|TestCase)\\.(?:java|kt|groovy|scala))$");
    private static final Pattern BUILD = Pattern.compile(
            "(?:^|/)(?:pom\\.xml|[^/]*\\.gradle(?:\\.kts)?|gradle\\.properties|gradlew?(?:\\.bat)?|mvnw(?:\\.cmd)?"
                    + "|package\\.json|package-lock\\.json|yarn\\.lock|pnpm-lock\\.yaml|cargo\\.toml|cargo\\.lock|build\\.rs|go\\.mod|go\\.sum"
                    + "|pyproject\\.toml|setup\\.(?:py|cfg)|tox\\.ini|pytest\\.ini|requirements[^/]*\\.txt|makefile|dockerfile"
                    + "|(?:jest|vitest|vite|babel|tsconfig|webpack|rollup)[^/]*\\.(?:[cm]?[jt]s|json)|\\.babelrc[^/]*"
                    + "|junit-platform\\.properties|\\.gitignore|\\.gitattributes|\\.gitmodules)$");
    private static final Pattern BUILD_FOLDER = Pattern.compile(
            "(?:^|/)(?:\\.mvn|\\.github|\\.gitlab|\\.ci|\\.circleci|gradle/wrapper|buildsrc|\\.cargo|\\.vscode|\\.idea)/");

    private TestFiles() {}

    /** Whether a path, relative to the project, is that of a test or of something that only tests read. */
    static boolean isTest(String path) {
        return TEST_FOLDER.matcher(path).find() || TEST_NAME.matcher(path).find();
    }

    /** Whether a path is that of a file that says how the project is built or tested. */
    static boolean isBuild(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        return BUILD.matcher(small).find() || BUILD_FOLDER.matcher(small).find();
    }
}
