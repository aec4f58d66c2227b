package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.message.Part;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of what a server answered what a model reads. */
final class ResultParts {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-zA-Z0-9!#$&^_.+-]{1,100}/[a-zA-Z0-9!#$&^_.+-]{1,100}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}");
    private static final int MOST_PARTS = 1_000;

    private ResultParts() {}

    /**
     * The result of a tool.
     *
     * @param output the schema that its structured content has promised to fit; null if it has promised nothing
     */
    static ToolResult of(Json result, @Nullable Json output) {
        List<Part> parts = parts(Fields.items(result, "content"));
        Json structured = result.find("structuredContent").orElse(null);
        if (structured != null && !isSaid(structured, parts)) parts.add(new Part.Text(structured.text()));
        if (Fields.isTrue(result, "isError")) return result(Outcome.FAILED, parts);
        Optional<String> flaw = structured == null || output == null ? Optional.empty() : flaw(structured, output);
        if (flaw.isPresent())
            return ToolResult.failed("The server's answer does not fit its own schema: " + flaw.get());
        return result(Outcome.OK, parts);
    }

    private static ToolResult result(Outcome outcome, List<Part> parts) {
        boolean empty = parts.isEmpty();
        String nothing =
                outcome == Outcome.OK ? "Done; the server said nothing." : "It failed, and the server said nothing.";
        return new ToolResult(outcome, empty ? List.of(new Part.Text(nothing)) : parts, Spent.NOTHING);
    }

    private static Optional<String> flaw(Json structured, Json output) {
        try {
            return SchemaValidator.of(output).check(structured).stream()
                    .map(Violation::message)
                    .map(message -> CleanText.line(message, 300))
                    .findFirst();
        } catch (JsonException unusable) {
            return Optional.of(
                    "that schema cannot be used: " + CleanText.line(String.valueOf(unusable.getMessage()), 300));
        }
    }

    /** Whether a text says the same: servers repeat structured content as text for clients that do not know it. */
    private static boolean isSaid(Json structured, List<Part> parts) {
        String wanted = structured.canonical();
        return parts.stream()
                .anyMatch(part -> part instanceof Part.Text text
                        && (isJson(text.text(), wanted) || isOnly(text.text(), structured)));
    }

    /** Whether the text is all that an object holds. */
    private static boolean isOnly(String text, Json structured) {
        List<String> names = structured.names();
        return names.size() == 1
                && Fields.findString(structured, names.get(0))
                        .filter(text::equals)
                        .isPresent();
    }

    private static boolean isJson(String text, String canonical) {
        try {
            return Json.parse(text).canonical().equals(canonical);
        } catch (JsonException prose) {
            return false;
        }
    }

    /** The parts of a list of content blocks; of a kind that nobody knows, its JSON. */
    static List<Part> parts(List<Json> blocks) {
        List<Part> parts = new ArrayList<>();
        for (Json block : blocks.subList(0, Math.min(blocks.size(), MOST_PARTS))) parts.add(part(block));
        if (blocks.size() > MOST_PARTS) parts.add(leftOut(blocks.size()));
        return parts;
    }

    /** As many parts as a result has at most, and how many more there were. */
    static List<Part> first(List<Part> parts) {
        if (parts.size() <= MOST_PARTS + 1) return parts;
        List<Part> some = new ArrayList<>(parts.subList(0, MOST_PARTS));
        some.add(leftOut(parts.size()));
        return some;
    }

    private static Part leftOut(int all) {
        return new Part.Text((all - MOST_PARTS) + " more parts are left out");
    }

    private static Part part(Json block) {
        String type = Fields.string(block, "type");
        return switch (type) {
            case "text" -> new Part.Text(Fields.string(block, "text"));
            case "image", "audio" -> media(block, type, "data", Fields.string(block, "mimeType"));
            case "resource_link" -> new Part.Text("Resource " + about(block));
            case "resource" -> resource(Fields.object(block, "resource"));
            default -> new Part.Text(block.text());
        };
    }

    /** The contents of a resource, with its address. */
    static Part resource(Json contents) {
        Optional<String> text = Fields.findString(contents, "text");
        if (text.isPresent()) return new Part.Text("Resource " + about(contents) + ":\n" + text.get());
        return media(contents, "resource", "blob", Fields.string(contents, "mimeType"));
    }

    private static String about(Json block) {
        StringBuilder words = new StringBuilder(CleanText.line(Fields.string(block, "uri"), 2_000));
        String name = Fields.findString(block, "title").orElse(Fields.string(block, "name"));
        String type = Fields.string(block, "mimeType");
        if (!name.isEmpty())
            words.append(" \"").append(CleanText.line(name, 200)).append('"');
        if (!type.isEmpty())
            words.append(" (").append(CleanText.line(type, 100)).append(')');
        Fields.findString(block, "description")
                .ifPresent(text -> words.append(": ").append(CleanText.line(text, 1_000)));
        return words.toString();
    }

    private static Part media(Json block, String what, String field, String type) {
        String data = Fields.string(block, field);
        String media = type.isEmpty() ? "application/octet-stream" : type.toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(media).matches() || !isBase64(data))
            return new Part.Text("An unreadable " + what + " of type " + CleanText.line(type, 100) + " is left out");
        if (media.startsWith("image/")) return Part.Image.at("data:" + media + ";base64," + data);
        Optional<String> format = format(media);
        if (format.isPresent()) return new Part.Audio(data, format.get());
        String uri = Fields.string(block, "uri");
        String name = CleanText.line(uri.substring(uri.lastIndexOf('/') + 1), 100);
        return new Part.File(name.isEmpty() ? what : name, "data:" + media + ";base64," + data);
    }

    private static Optional<String> format(String media) {
        return switch (media) {
            case "audio/wav", "audio/x-wav", "audio/wave" -> Optional.of("wav");
            case "audio/mpeg", "audio/mp3" -> Optional.of("mp3");
            default -> Optional.empty();
        };
    }

    private static boolean isBase64(String data) {
        return data.length() % 4 == 0 && BASE64.matcher(data).matches();
    }
}
