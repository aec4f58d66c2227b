package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Part;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.util.List;
import java.util.Optional;

/** Makes of what a tool answered what the protocol carries. */
final class ContentBlocks {
    private ContentBlocks() {}

    static Json of(ToolResult result) {
        List<Json> blocks = result.parts().stream().map(ContentBlocks::block).toList();
        Fields answer = Fields.of("content", blocks);
        if (result.outcome() != Outcome.OK) answer.and("isError", true);
        else structured(result.parts()).ifPresent(json -> answer.and("structuredContent", json));
        return answer.json();
    }

    /** The object that a result of one text is. */
    private static Optional<Json> structured(List<Part> parts) {
        if (parts.size() != 1
                || !(parts.get(0) instanceof Part.Text text)
                || !text.text().startsWith("{")) return Optional.empty();
        try {
            return Optional.of(Json.parse(text.text()));
        } catch (JsonException prose) {
            return Optional.empty();
        }
    }

    static Json text(String text) {
        return Fields.of("type", "text").and("text", text).json();
    }

    private static Json block(Part part) {
        if (part instanceof Part.Text text) return text(text.text());
        if (part instanceof Part.Image image) return data(image.url(), "image").orElseGet(() -> text(image.url()));
        if (part instanceof Part.Audio audio)
            return Fields.of("type", "audio")
                    .and("data", audio.base64())
                    .and("mimeType", audio.format().equals("mp3") ? "audio/mpeg" : "audio/" + audio.format())
                    .json();
        if (part instanceof Part.File file) return file(file);
        Json json = ((Part.Other) part).json();
        return json.find("type").isPresent() ? json : text(json.text());
    }

    private static Optional<Json> data(String url, String type) {
        int comma = url.indexOf(";base64,");
        if (!url.startsWith("data:") || comma < 0) return Optional.empty();
        return Optional.of(Fields.of("type", type)
                .and("data", url.substring(comma + ";base64,".length()))
                .and("mimeType", url.substring("data:".length(), comma))
                .json());
    }

    private static Json file(Part.File file) {
        Optional<Json> data = data(file.url(), "file");
        if (data.isEmpty()) return text(file.name() + ": " + file.url());
        Fields resource = Fields.of("uri", "file:///" + file.name().replaceAll("[^A-Za-z0-9._-]", "_"))
                .and("mimeType", data.get().get("mimeType"))
                .and("blob", data.get().get("data"));
        return Fields.of("type", "resource").and("resource", resource).json();
    }
}
