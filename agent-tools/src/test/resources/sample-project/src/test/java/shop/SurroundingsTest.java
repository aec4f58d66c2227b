package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final Set<String> EXPECTED = Set.of(
            "PATH", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "MAVEN_HOME", "M2_HOME", "MAVEN_OPTS",
            "MAVEN_ARGS", "MAVEN_USER_HOME", "MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS",
            "PWD", "OLDPWD", "SHLVL", "_", "SPINDLE_PROCESS_TREE");

    @Test
    void environmentHoldsNothingUnexpected() {
        Set<String> unexpected = new TreeSet<>(System.getenv().keySet());
        unexpected.removeAll(EXPECTED);

        assertEquals(Set.of(), unexpected);
    }
}
