package dev.spindle.journal;

import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Opening;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Message;
import dev.spindle.tool.ToolSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * What repeats from run to run, or is very long, is kept apart: instructions, tool definitions, the history of a conversation, and any
 * string over 64 kB. The line says where it went, in front of everything else:
 *
 *     {"v":1,"apart":{"instructions":"<hash>","turns":["<hash>",…],"cuts":[{"at":120,"content":"<hash>"}]},"type":"Started",…
 *
 * The place in front is ours alone: whatever a model or a tool wrote stands behind the type, so it cannot refer to a content. The
 * first three are taken out of the record before it is written; a long string is cut out of the written text, quotes and all, and
 * glued in again where it was, so nothing is parsed twice and every character comes back.
 */
/**
 * A recorded event as a journal keeps it: a line of JSON, and the contents that the line refers to, which are kept once each.
 *
 * <p>A small event is its line alone, as {@link EventJson} writes it. The history of a conversation is kept turn by turn, so that a
 * conversation of N runs takes space for N turns and not for the sum of all histories. For those who write a {@link Journal}.
 *
 * @param line without a line end
 * @param contents by hash, see {@link Contents}; must be kept before the line, or together with it
 */
public record KeptEvent(String line, Map<String, String> contents) {
    /** A shorter text costs less in the line than a reference to it. */
    private static final int WORTH_A_REFERENCE = 256;

    private static final String VERSION = "{\"v\":" + EventJson.VERSION + ",";
    private static final String APART = VERSION + "\"apart\":";
    private static final Pattern HASH = Pattern.compile("\"([0-9a-f]{64})\"");
    private static final String FINISHED = "\"type\":\"" + RunEvent.Finished.class.getSimpleName() + "\"";

    /** Copies the contents. */
    public KeptEvent {
        contents = Map.copyOf(contents);
    }

    /**
     * What to keep of an event.
     *
     * @throws JournalException if the event is too large to be read again
     */
    public static KeptEvent of(Recorded event) {
        Map<String, String> contents = new LinkedHashMap<>();
        Apart apart = Apart.NOTHING;
        Recorded slim = event;
        if (event instanceof Started started) {
            apart = repeated(started, contents);
            slim = without(started, apart);
        }
        String text = EventJson.write(slim);
        if (text.length() > EventJson.MAX_CHARS) throw tooLarge(event, text.length());
        if (text.length() > LongStrings.LONG) {
            LongStrings strings = LongStrings.cutFrom(text, contents);
            text = strings.text();
            apart = apart.withCuts(strings.cuts());
        }
        if (apart.equals(Apart.NOTHING)) return new KeptEvent(text, contents);
        return new KeptEvent(APART + Json.of(apart).text() + "," + text.substring(VERSION.length()), contents);
    }

    private static JournalException tooLarge(Recorded event, int characters) {
        return new JournalException(
                "Event " + event.at().position() + " (" + event.getClass().getSimpleName() + ") has " + characters
                        + " characters of JSON, and at most " + EventJson.MAX_CHARS
                        + " can be read again; shorten what the tool returns or what the run is given",
                null);
    }

    /**
     * The event of a line.
     *
     * @throws JournalException if it is no event, one of a newer version, or one whose contents are missing or damaged
     */
    public static Recorded read(String line, Contents contents) {
        if (!line.startsWith(APART)) return event(line);
        int end = endOfObject(line, APART.length());
        Apart apart = apart(line.substring(APART.length(), end));
        CheckedContents checked = new CheckedContents(contents);
        String text = VERSION + line.substring(Math.min(line.length(), end + 1));
        Recorded event = event(LongStrings.glue(text, apart.cuts(), checked));
        return event instanceof Started started ? restored(started, apart, checked) : event;
    }

    /**
     * The event of a line without what is kept apart: no instructions, tools and history if they were long, and no long strings.
     *
     * @throws JournalException if it is no event, or one of a newer version
     */
    public static Recorded outline(String line) {
        if (!line.startsWith(APART)) return event(line);
        int end = endOfObject(line, APART.length());
        String text = VERSION + line.substring(Math.min(line.length(), end + 1));
        return event(LongStrings.leaveOut(
                text, apart(line.substring(APART.length(), end)).cuts()));
    }

    /** The hashes of the contents to which a line refers by itself; these may refer to others. Also of a damaged line, as far as it goes. */
    public static Set<String> references(String line) {
        return line.startsWith(APART) ? hashes(line.substring(0, endOfObject(line, APART.length()))) : Set.of();
    }

    /** The hashes of the contents to which a content refers, and by chance others that look like such. */
    public static Set<String> referencesOf(String content) {
        return isOfReferences(content) ? hashes(content) : Set.of();
    }

    /** Whether a content that begins so refers to others. */
    static boolean isOfReferences(String beginning) {
        return HistoryChain.isBlock(beginning) || beginning.startsWith(HistoryChain.WITHOUT_STRINGS);
    }

    private static Set<String> hashes(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (Matcher hash = HASH.matcher(text); hash.find(); ) found.add(hash.group(1));
        return found;
    }

    /** Whether a line that begins so may refer to contents. */
    static boolean mayRefer(CharSequence beginning) {
        return APART.startsWith(beginning.toString());
    }

    private static Recorded event(String line) {
        try {
            return EventJson.read(line);
        } catch (JsonException unreadable) {
            throw new JournalException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** Whether a line is of the last event that a run can have; its contents are not needed. */
    static boolean isFinished(String line) {
        int type = line.startsWith(APART) ? endOfObject(line, APART.length()) + 1 : VERSION.length();
        return line.startsWith(FINISHED, type);
    }

    private static Apart apart(String json) {
        try {
            return Json.parse(json).to(Apart.class);
        } catch (JsonException malformed) {
            throw new JournalException("No references to contents: " + malformed.getMessage(), malformed);
        }
    }

    /** Where an object ends whose strings hold no braces. */
    private static int endOfObject(String line, int from) {
        int depth = 0;
        for (int at = from; at < line.length(); at++) {
            char next = line.charAt(at);
            if (next == '{') depth++;
            if (next == '}' && --depth == 0) return at + 1;
        }
        return line.length();
    }

    private static Apart repeated(Started started, Map<String, String> contents) {
        Opening opening = started.opening();
        Json instructions = Json.of(opening.instructions()).wellFormed();
        Json tools = Json.of(new Definitions(started.terms().tools())).wellFormed();
        HistoryChain.Reference history = HistoryChain.keep(opening.history(), contents);
        return new Apart(
                keepIfLong(instructions, contents),
                keepIfLong(tools, contents),
                history.before(),
                history.turns().isEmpty() ? null : history.turns(),
                null);
    }

    private static @Nullable String keepIfLong(Json json, Map<String, String> contents) {
        return json.text().length() < WORTH_A_REFERENCE ? null : CheckedContents.keep(json.text(), contents);
    }

    private static Started without(Started started, Apart apart) {
        return with(
                started,
                apart.instructions() == null ? started.opening().instructions() : "",
                apart.tools() == null ? started.terms().tools() : List.of(),
                List.of());
    }

    private static Started restored(Started started, Apart apart, CheckedContents contents) {
        String instructions = apart.instructions() == null
                ? started.opening().instructions()
                : CheckedContents.value(contents.text(apart.instructions()), String.class);
        List<ToolSpec> tools = apart.tools() == null
                ? started.terms().tools()
                : CheckedContents.value(contents.text(apart.tools()), Definitions.class)
                        .tools();
        List<Message> history = HistoryChain.read(
                new HistoryChain.Reference(apart.before(), apart.turns() == null ? List.of() : apart.turns()),
                contents);
        return with(started, instructions, tools, history);
    }

    private static Started with(Started started, String instructions, List<ToolSpec> tools, List<Message> history) {
        Opening opening = started.opening().withInstructions(instructions).withHistory(history);
        return started.withOpening(opening).withTerms(started.terms().withTools(tools));
    }

    /** A type that tells the mapper what is in the list. */
    record Definitions(List<ToolSpec> tools) {}

    /** Where what is not in the line is. */
    record Apart(
            @Nullable String instructions,
            @Nullable String tools,
            @Nullable String before,
            @Nullable List<String> turns,
            @Nullable List<LongStrings.Cut> cuts) {
        /** Refuses a damaged one: nothing in the place of a reference. */
        Apart {
            turns = turns == null ? null : List.copyOf(turns);
            cuts = cuts == null ? null : List.copyOf(cuts);
        }

        static final Apart NOTHING = new Apart(null, null, null, null, null);

        Apart withCuts(List<LongStrings.Cut> made) {
            return new Apart(instructions, tools, before, turns, made.isEmpty() ? null : made);
        }
    }

    /**
     * Gives back the texts that a journal keeps apart from its events, once each, under the SHA-256 of their UTF-8 bytes in hexadecimal.
     *
     * <p>A store need not look at what it gives back: whoever asks checks that each text is the one that its hash names.
     */
    @FunctionalInterface
    public interface Contents {
        /**
         * The texts with these hashes; one that is not kept is left out.
         *
         * @throws JournalException if they cannot be read
         */
        Map<String, String> find(Collection<String> hashes);
    }
}
