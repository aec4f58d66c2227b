package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.model.Model;
import dev.spindle.run.RunResult;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.FileEditTools;
import dev.spindle.tools.files.FileTools;
import dev.spindle.tools.http.HttpPolicy;
import dev.spindle.tools.http.HttpTools;
import dev.spindle.tools.json.JsonPolicy;
import dev.spindle.tools.json.JsonTools;
import dev.spindle.tools.math.MathPolicy;
import dev.spindle.tools.math.MathTools;
import dev.spindle.tools.rules.ApprovalRules;
import dev.spindle.tools.shell.ShellPolicy;
import dev.spindle.tools.shell.ShellTools;
import dev.spindle.tools.skills.ProjectInstructions;
import dev.spindle.tools.skills.Skills;
import dev.spindle.tools.sql.SqlPolicy;
import dev.spindle.tools.sql.SqlTools;
import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestRunnerTools;
import dev.spindle.tools.time.TimeTools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Ready-made tools with their policies; prints how commands would be isolated on this machine. */
public final class ReadyMade {
    private ReadyMade() {}

    /** Runs the example. */
    public static void main(String... none) {
        try (ShellTools shell = shell(Path.of("."))) {
            System.out.println(shell.isolation());
        }
    }

    static ShellTools shell(Path project) {
        // region shell
        ShellPolicy policy = ShellPolicy.builder()
                .allow("ls", "git status", "git diff", "mvn -o test") // run without asking
                .deny("rm", "git push") // never run, wherever they hide
                .timeout(Duration.ofMinutes(5))
                .build();
        ShellTools tools = new ShellTools(project, policy);
        // endregion
        return tools;
    }

    static HttpTools http(String key) {
        // region http
        HttpTools tools = new HttpTools(HttpPolicy.builder()
                .allow("docs.example.com", "*.wikipedia.org") // public hosts
                .allowOwnHost("tickets.internal", 8080) // one of your own network
                .header("https://docs.example.com", "Authorization", "Bearer " + key) // for this origin alone
                .build());
        // endregion
        return tools;
    }

    static List<Object> reckoning(Path project) {
        // region reckoning
        List<Object> tools = List.of(
                new TimeTools(Clock.system(ZoneId.of("Europe/Oslo"))), // the zone where a model names none
                new MathTools(MathPolicy.DEFAULT.withDigits(500, 30)),
                new JsonTools(ConfinedFolder.of(project), JsonPolicy.DEFAULT.withBounds(100, 10_000)));
        // endregion
        return tools;
    }

    static Agent testing(Model model, Path project) {
        // region testing
        ProjectTests tests = ProjectTests.in(project).offline().withTimeout(Duration.ofMinutes(10));
        TestRunnerTools runner = new TestRunnerTools(tests);
        Agent tester = Agent.builder(model)
                .tools(runner, runner.failures(), new FileTools(project))
                .build();
        // endregion
        return tester;
    }

    static Agent knowing(Model model, Path project) {
        // region knowing
        ProjectInstructions instructions = ProjectInstructions.upFrom(project.resolve("module"), project);
        Skills skills = Skills.builder().trusted(project.resolve("skills")).build();
        Agent agent = Agent.builder(model)
                .instructions("You help with this project.\n" + instructions.text() + skills.text())
                .tools(instructions, skills, new FileTools(project), new FileEditTools(project))
                .build();
        // endregion
        return agent;
    }

    static RunResult answered(Agent agent, RunResult paused, Path home, Path project) {
        // region rules
        ApprovalRules rules = ApprovalRules.in(home.resolve("rules.jsonl"), project);
        List<Decision> decisions = new ArrayList<>(rules.answers(paused)); // ask a person about the others
        return agent.resume(paused.runId(), decisions);
        // endregion
    }

    static SqlTools sql(DataSource readers) {
        // region sql
        SqlTools tools = new SqlTools(readers, SqlPolicy.DEFAULT.withFunctions("similarity"));
        // endregion
        return tools;
    }
}
