package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.message.Message;
import dev.spindle.model.Model;
import dev.spindle.tool.ToolSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of a chat that begin with a slash. */
final class ChatCommands {
    /** What such a line can begin with. */
    static final List<String> NAMES =
            List.of("/help", "/tools", "/cost", "/model", "/save", "/load", "/undo", "/retry", "/exit");

    private static final String HELP = """
            /tools        what the model can call
            /cost         what the chat has cost so far
            /model NAME   asks another model from now on
            /save FILE    writes the chat to a file
            /load FILE    goes on from a saved chat
            /undo         forgets the last turn; changed files stay changed
            /retry        forgets the last answer and asks again
            /exit         leaves, as Ctrl-D does
            Ctrl-C stops an answer; all other lines go to the model.""";

    private static final int SHOWN_DESCRIPTION = 100;

    private final Chat chat;
    private final ChatFront front;
    private final Function<String, Model> models;

    /**
     * Commands for a chat.
     *
     * @param models finds a model by its name
     */
    ChatCommands(Chat chat, ChatFront front, Function<String, Model> models) {
        this.chat = chat;
        this.front = front;
        this.models = models;
    }

    /**
     * Does what a line says.
     *
     * @return a question that is to be asked now; null if there is none
     * @throws UsageException if it cannot be done
     */
    @Nullable
    String obey(String line) {
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        switch (name) {
            case "/help" -> front.say(HELP);
            case "/tools" -> front.say(tools());
            case "/cost" -> front.say(cost());
            case "/model" -> changeModel(argument);
            case "/save" -> save(file(argument, name));
            case "/load" -> load(file(argument, name));
            case "/undo" -> front.say("forgotten: " + undo());
            case "/retry" -> {
                return undo();
            }
            default -> throw new UsageException("there is no command " + name + "; /help lists those there are");
        }
        return null;
    }

    private String tools() {
        List<ToolSpec> tools = chat.tools();
        if (tools.isEmpty()) return "no tools; --dir DIR and --docs DIR bring some";
        return String.join("\n", tools.stream().map(ChatCommands::describe).toList());
    }

    private static String describe(ToolSpec tool) {
        String asks = tool.supervision().approval() ? " (asks you first)" : "";
        return tool.name() + asks + ": " + PlainText.line(tool.description(), SHOWN_DESCRIPTION);
    }

    private String cost() {
        return Closing.tokens(chat.spent()) + ", " + Closing.cost(chat.spent().cost());
    }

    private void changeModel(String name) {
        if (name.isEmpty()) throw new UsageException("which model? write /model NAME");
        Model model = models.apply(name);
        chat.changeModel(model);
        front.say("asking " + model.id() + " from now on");
    }

    private void save(Path file) {
        SavedChat.write(file, chat.turns());
        front.say("saved " + Closing.counted(chat.turns().size(), "turn") + " to " + file);
    }

    private void load(Path file) {
        List<List<Message>> turns = SavedChat.read(file);
        chat.load(turns);
        front.say("going on from " + Closing.counted(turns.size(), "turn") + " of " + file);
        front.say(new ChatStory(turns).told());
    }

    private String undo() {
        String question = chat.undo();
        if (question == null) throw new UsageException("nothing was said yet");
        return question;
    }

    private static Path file(String written, String command) {
        if (written.isEmpty()) throw new UsageException("which file? write " + command + " FILE");
        try {
            return Path.of(written);
        } catch (InvalidPathException invalid) {
            throw new UsageException("'" + written + "' names no file");
        }
    }
}
