package dev.spindle.testing.cassette;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.testing.cassette.Take.Asked;
import dev.spindle.testing.cassette.Take.ShownTool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question to a model as masked JSON, to be compared and to be shown. */
record Question(List<String> messages, Map<String, String> tools, String options, String output) {
    private static final int BEFORE = 40;
    private static final int BEHIND = 120;

    static Question of(Asked asked, Masks masks) {
        List<String> messages = new ArrayList<>();
        for (Message message : asked.messages()) messages.add(plain(Json.of(message, Message.class), masks));
        Map<String, String> tools = new LinkedHashMap<>();
        for (ShownTool tool : asked.tools()) tools.put(tool.name(), plain(Json.of(tool), masks));
        return new Question(messages, tools, plain(asked.options(), masks), plain(Json.of(asked.output()), masks));
    }

    /** Masked, and without white space that a file need not keep. */
    private static String plain(Json json, Masks masks) {
        return Json.parse("[" + masks.applied(json.text()) + "]").items().get(0).text();
    }

    /** How many messages at the start are the same. */
    int sharedWith(Question other) {
        int shared = 0;
        int most = Math.min(messages.size(), other.messages.size());
        while (shared < most && messages.get(shared).equals(other.messages.get(shared))) shared++;
        return shared;
    }

    /** The first difference, in words, of this recorded question to what was asked. */
    String differenceTo(Question asked) {
        int at = sharedWith(asked);
        String place = "message " + (at + 1);
        if (at < messages.size() && at < asked.messages.size()) {
            return change(place, messages.get(at), asked.messages.get(at));
        }
        if (at < messages.size()) return place + " is missing: " + excerpt(messages.get(at), 0);
        if (at < asked.messages.size()) return place + " is new: " + excerpt(asked.messages.get(at), 0);
        if (!tools.equals(asked.tools)) return ofTools(asked);
        if (!options.equals(asked.options)) return change("the options", options, asked.options);
        return change("the form of the answer", output, asked.output);
    }

    private String ofTools(Question asked) {
        for (Map.Entry<String, String> tool : tools.entrySet()) {
            String now = asked.tools.get(tool.getKey());
            if (now == null) return "tool '" + tool.getKey() + "' is gone";
            if (!now.equals(tool.getValue())) return change("tool '" + tool.getKey() + "'", tool.getValue(), now);
        }
        List<String> names = new ArrayList<>(asked.tools.keySet());
        names.removeAll(tools.keySet());
        return "tool '" + names.get(0) + "' is new";
    }

    private static String change(String what, String recorded, String asked) {
        int same = 0;
        int most = Math.min(recorded.length(), asked.length());
        while (same < most && recorded.charAt(same) == asked.charAt(same)) same++;
        int from = Math.max(0, same - BEFORE);
        return what + " differs\n  recorded: " + excerpt(recorded, from) + "\n  asked:    " + excerpt(asked, from);
    }

    private static String excerpt(String text, int from) {
        int to = Math.min(text.length(), from + BEFORE + BEHIND);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    /** The message that the model is to answer. */
    String lastMessage() {
        return messages.isEmpty() ? "nothing" : excerpt(messages.get(messages.size() - 1), 0);
    }
}
