package dev.spindle.message;

import dev.spindle.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of a user or tool message. Immutable. */
public sealed interface Part permits Part.Text, Part.Image, Part.Audio, Part.File, Part.Other {
    /** Text. */
    record Text(String text) implements Part {}

    /**
     * A picture.
     *
     * @param url an address the server can read, or a {@code data:} URL
     * @param detail how closely the model looks: "auto", "low", "high", or "" to leave it to the server
     */
    record Image(String url, String detail) implements Part {
        /** A picture by its address. */
        public static Image at(String url) {
            return new Image(url, "");
        }

        /** A picture by its bytes, for example of type "image/png". */
        public static Image of(byte[] bytes, String mediaType) {
            return new Image(dataUrl(bytes, mediaType), "");
        }
    }

    /**
     * Sound.
     *
     * @param base64 the bytes
     * @param format "wav" or "mp3"
     */
    record Audio(String base64, String format) implements Part {
        /** Sound by its bytes. */
        public static Audio of(byte[] bytes, String format) {
            return new Audio(Base64.getEncoder().encodeToString(bytes), format);
        }
    }

    /**
     * A document.
     *
     * @param name as the model sees it, for example "invoice.pdf"
     * @param url a {@code data:} URL with the bytes
     */
    record File(String name, String url) implements Part {
        /** A document by its bytes. */
        public static File of(String name, byte[] bytes, String mediaType) {
            return new File(name, dataUrl(bytes, mediaType));
        }
    }

    /**
     * A piece of a kind that has no name here, which goes to the server as it is.
     *
     * @param json the object that stands in the message's content
     */
    record Other(Json json) implements Part {}

    /** The text parts, joined by line ends; empty if there are none. */
    static String textOf(List<Part> parts) {
        if (parts.size() == 1 && parts.get(0) instanceof Text only) return only.text();
        return parts.stream()
                .filter(Text.class::isInstance)
                .map(part -> ((Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    private static String dataUrl(byte[] bytes, String mediaType) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
