package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.model.Model;
import dev.spindle.tool.ToolSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of a chat that begin with a slash. */
final class ChatCommands {
    /** What such a line can begin with. */
    static final List<String> NAMES = List.of(
            "/help",
            "/tools",
            "/cost",
            "/context",
            "/compact",
            "/model",
            "/save",
            "/load",
            "/undo",
            "/retry",
            "/tree",
            "/fork",
            "/edit",
            "/after",
            "/exit");

    private static final String HELP = """
            /tools        what the model can call
            /cost         what the chat has cost so far
            /context      how much of the model's context is used, and by what
            /compact WHAT has the model sum up what was said, and goes on with that; WHAT matters most
            /model NAME   asks another model from now on
            /save FILE    writes the chat to a file
            /load FILE    goes on from a saved chat
            /undo         goes back by a turn; changed files stay changed
            /retry        forgets the last answer and asks again
            /tree         all turns with their replies, also those that were left
            /fork N       goes on behind turn N of the tree; 0 is the beginning
            /fork N.M ... goes on from turn N otherwise, before its reply M, with words of yours
            /edit         writes a question in your editor (VISUAL or EDITOR)
            /exit         leaves, as Ctrl-D does
            @ and Tab     completes a path of a file
            !COMMAND      runs a command of your own; the model reads what it prints with your next words
            When it asks: r, in place of y, offers rules that allow more than this once (~/.spindle/rules keeps them).
            While it works: what you write is said to it at once, /after WORDS when it is done. Ctrl-C stops it.
            All other lines go to the model.""";

    private static final int SHOWN_DESCRIPTION = 100;
    private static final Pattern PLACE = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\s+(.*))?", Pattern.DOTALL);

    private final Chat chat;
    private final ChatFront front;
    private final Function<String, Model> models;
    private final Draft draft;

    /**
     * Commands for a chat.
     *
     * @param models finds a model by its name
     */
    ChatCommands(Chat chat, ChatFront front, Function<String, Model> models, Draft draft) {
        this.chat = chat;
        this.front = front;
        this.models = models;
        this.draft = draft;
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
            case "/context" -> front.say(new ContextUse(chat).told());
            case "/compact" -> compact(argument);
            case "/model" -> changeModel(argument);
            case "/save" -> save(file(argument, name));
            case "/load" -> load(file(argument, name));
            case "/undo" -> front.say("forgotten: " + undo());
            case "/tree" -> front.say(tree());
            case "/fork" -> fork(argument);
            default -> {
                return question(name, argument);
            }
        }
        return null;
    }

    private @Nullable String question(String name, String argument) {
        return switch (name) {
            case "/retry" -> undo();
            case "/after" -> argument.isEmpty() ? null : argument;
            case "/edit" -> edited(argument);
            default -> throw new UsageException("there is no command " + name + "; /help lists those there are");
        };
    }

    private @Nullable String edited(String begun) {
        if (!front.isPerson()) throw new UsageException("/edit needs a terminal");
        String question = front.lend(() -> draft.written(begun));
        front.say(question.isEmpty() ? "nothing was saved, so nothing is asked" : question);
        return question.isEmpty() ? null : question;
    }

    private void compact(String wish) {
        chat.compact(wish);
        front.say(new ChatStory(chat.turns()).told());
        front.say("the model is shown this in place of all before it; /undo takes it back");
    }

    private String tree() {
        List<String> lines = chat.tree().drawn();
        return lines.isEmpty() ? "nothing was said yet" : String.join("\n", lines);
    }

    private void fork(String place) {
        Matcher named = PLACE.matcher(place);
        if (!named.matches())
            throw new UsageException("fork where? write /fork N or /fork N.M WORDS; /tree has the numbers");
        int turn = Integer.parseInt(named.group(1));
        String words = Objects.requireNonNullElse(named.group(3), "");
        if (named.group(2) != null) {
            chat.forkInside(chat.tree().numbered(turn), Integer.parseInt(named.group(2)), words);
        } else if (words.isEmpty()) {
            chat.tree().goOnFrom(turn == 0 ? null : chat.tree().numbered(turn).id());
            front.say(turn == 0 ? "going on from the beginning" : "going on behind turn " + turn);
        } else {
            throw new UsageException("write /fork " + turn + ", and then your words as a line of their own");
        }
    }

    private String tools() {
        List<ToolSpec> tools = chat.work().specs();
        if (tools.isEmpty()) return "no tools; --dir, --docs, --web and --db bring some";
        return String.join("\n", tools.stream().map(ChatCommands::describe).toList());
    }

    private static String describe(ToolSpec tool) {
        String asks = tool.supervision().approval() ? " (asks you first)" : "";
        return tool.name() + asks + ": " + PlainText.line(tool.description(), SHOWN_DESCRIPTION);
    }

    private String cost() {
        Spent spent = chat.status().spent();
        return Closing.tokens(spent) + ", " + Closing.cost(spent.cost());
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
