package dev.spindle.testing.cassette;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Message;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.testing.cassette.Take.Asked;
import dev.spindle.testing.cassette.Take.ShownTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * {"v":1,"model":"…","takes":[
 * {"kept":0,"messages":[…],"tools":[…],"options":{},"played":{…}},
 * {"kept":3,"messages":[…],"options":{},"played":{…}}
 * ]}
 *
 * A take says of its question only what is new since the take before: how many of that one's messages are kept, and those that follow;
 * tools if they are others. So a file grows with what was said, and its lines can be compared.
 */
/** What a cassette holds. */
record Recording(String model, List<Take> takes) {
    private static final int VERSION = 1;

    Recording {
        takes = List.copyOf(takes);
    }

    private record Line(
            int kept,
            List<Message> messages,
            @Nullable List<ShownTool> tools,
            Json options,
            @Nullable OutputSchema output,
            Played played) {
        private static Line of(Take take, @Nullable Asked before, Masks masks) {
            Asked asked = take.asked();
            int kept = before == null ? 0 : asked.sharedWith(before);
            boolean sameTools = before != null && asked.tools().equals(before.tools());
            return new Line(
                    kept,
                    asked.messages().subList(kept, asked.messages().size()),
                    sameTools ? null : asked.tools(),
                    asked.options(),
                    asked.output(),
                    take.played().safeFrom(masks));
        }

        private Take take(@Nullable Asked before) {
            List<Message> all = new ArrayList<>();
            if (before != null) all.addAll(before.messages().subList(0, kept));
            all.addAll(messages);
            List<ShownTool> known = before == null ? List.of() : before.tools();
            return new Take(new Asked(all, tools == null ? known : tools, options, output), played);
        }
    }

    static Recording read(Path path) {
        try {
            Json file = Json.parse(Files.readString(path));
            if (file.get("v").integer() > VERSION) throw unreadable(path, "is of a newer version", null);
            List<Take> takes = new ArrayList<>();
            Asked before = null;
            for (Json line : file.get("takes").items()) {
                Take take = line.to(Line.class).take(before);
                takes.add(take);
                before = take.asked();
            }
            return new Recording(file.get("model").string(), takes);
        } catch (NoSuchFileException missing) {
            throw unreadable(path, "is not there", missing);
        } catch (IOException | JsonException | IndexOutOfBoundsException broken) {
            throw unreadable(path, "cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static IllegalStateException unreadable(Path path, String why, @Nullable Exception cause) {
        return new IllegalStateException("The cassette " + path + " " + why + "; record it anew", cause);
    }

    void write(Path path, Masks masks) {
        List<String> lines = new ArrayList<>();
        Asked before = null;
        for (Take take : takes) {
            lines.add(masked(Json.of(Line.of(take, before, masks)).text(), masks));
            before = take.asked();
        }
        String head = "{\"v\":" + VERSION + ",\"model\":" + Json.of(model).text() + ",\"takes\":[\n";
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path whole = Files.createTempFile(folder, "recording", ".tmp");
            Files.writeString(whole, head + String.join(",\n", lines) + "\n]}\n");
            Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The cassette " + path + " cannot be written", unwritable);
        }
    }

    private static String masked(String line, Masks masks) {
        String masked = masks.applied(line);
        try {
            return Json.parse(masked).to(Line.class) == null ? line : masked;
        } catch (JsonException broken) {
            throw new IllegalStateException(
                    "Masking breaks the recording: " + broken.getMessage()
                            + "; let patterns match no quotation marks, backslashes, numbers or field names",
                    broken);
        }
    }
}
