package dev.spindle.examples.guide;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import dev.spindle.Agent;
import dev.spindle.guice.AgentModule;
import dev.spindle.guice.AgentModule.Instructions;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import java.util.List;
import java.util.Map;

/** A newsroom of five agents under Guice: an editor and four whom it asks. */
public final class Newsroom {
    private Newsroom() {}

    // region newsroom
    record Facts(List<String> facts) {}

    record Article(String headline, String body) {}

    static final class Room extends AbstractModule {
        private static final Map<String, String> STAFF = Map.of(
                "reporter", "You find facts.",
                "archivist", "You know what was written before.",
                "writer", "You write one sentence from facts.",
                "checker", "You say 'good', or what is wrong with a text.");

        @Override
        protected void configure() {
            bind(Journal.class).to(InMemoryJournal.class).in(Singleton.class);
            bind(ModelOptions.class).toInstance(ModelOptions.DEFAULT.withMaxTokens(1_000));
            STAFF.forEach((name, told) -> {
                bind(Instructions.class).annotatedWith(Names.named(name)).toInstance(new Instructions(told));
                install(AgentModule.named(name));
            });
        }

        @Provides
        @Singleton
        Agent editor(
                Model model,
                Journal journal,
                @Named("reporter") Agent reporter,
                @Named("archivist") Agent archivist,
                @Named("writer") Agent writer,
                @Named("checker") Agent checker) {
            return Agent.builder(model)
                    .instructions("You edit: have facts found, the text written and checked, then answer.")
                    .tools(
                            reporter.asTool("report", "Finds facts about a topic.", Facts.class),
                            archivist.asTool("look_back", "Finds what was written before.", Facts.class),
                            writer.asTool("write", "Writes from facts."),
                            checker.asTool("check", "Checks a text."))
                    .returning(Article.class, Newsroom::flaws)
                    .journal(journal)
                    .build();
        }
    }

    static List<String> flaws(Article article) {
        return article.headline().length() <= 60 ? List.of() : List.of("the headline has more than 60 characters");
    }
    // endregion

    /** The editor of a room in which all ask one model. */
    static Agent editor(Model model) {
        return Guice.createInjector(
                        new Room(), binder -> binder.bind(Model.class).toInstance(model))
                .getInstance(Agent.class);
    }

    // region newsroom-script
    /** One model for all five; each part answers whoever has its instructions. */
    static ScriptedModel understudies(String headline) {
        ScriptedModel model = ScriptedModel.empty();
        part(model, "You edit")
                .thenCalls("report", "{\"request\":\"Oslo\"}")
                .thenCalls("look_back", "{\"request\":\"Oslo\"}")
                .thenCalls("write", "{\"request\":\"A thousand years old.\"}")
                .thenCalls("check", "{\"request\":\"Oslo is a thousand years old.\"}")
                .then("{\"headline\":\"" + headline + "\",\"body\":\"Oslo is a thousand years old.\"}");
        part(model, "You find").then("{\"facts\":[\"A thousand years old.\"]}");
        part(model, "You know").then("{\"facts\":[]}");
        part(model, "You write").then("Oslo is a thousand years old.");
        part(model, "You say").then("good");
        return model;
    }

    private static ScriptedModel part(ScriptedModel model, String told) {
        return model.when(told, asked -> asked.instructions().startsWith(told));
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        Agent editor = editor(Models.realOr(understudies("Oslo turns 1000")));
        // region newsroom-use
        Budget evening = Budget.ofTokens(200_000).named("evening");
        RunResult result = editor.run(RunRequest.of("Write about Oslo.").withBudget(evening));
        Article article = result.output(Article.class);
        System.out.println(article.headline() + ": " + article.body());
        // endregion
    }
}
