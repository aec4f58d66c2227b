package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Transcript.Encoded;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests. A message is encoded once and its bytes kept with it, so that a long conversation costs only what is
 * new.
 *
 * <p>The same call gives the same bytes, as prompt caches want it. Thread-safe.
 */
final class RequestWriter {
    private static final byte[] COMMA = {','};
    private static final byte[] END_OF_MESSAGES = {']'};

    private final Dialect dialect;
    private final MessageWriter messages;
    private volatile ToolEncoding lastTools = new ToolEncoding(List.of(), false); // mostly they are the same again

    private volatile @Nullable Frame lastFrame; // so is what stands around them

    private record ToolKey(Dialect dialect, String id) {}

    /** The beginning and the end of a request, and what they depend on. */
    private static final class Frame {
        private final String model;
        private final ModelOptions options;
        private final @Nullable OutputSchema output;
        private final boolean streaming;
        private final boolean tools;
        private final byte[] beginning;
        private final byte[] end;

        private Frame(Dialect dialect, String model, ModelCall call) {
            this.model = model;
            this.options = call.options();
            this.output = call.output();
            this.streaming = call.streaming();
            this.tools = !call.tools().isEmpty();
            this.beginning = utf8("{\"model\":" + Json.of(model).text() + ",\"messages\":[");
            this.end = utf8(new OptionWriter(dialect, call).text());
        }

        private boolean isOf(String otherModel, ModelCall call) {
            return model.equals(otherModel)
                    && options.equals(call.options())
                    && Objects.equals(output, call.output())
                    && streaming == call.streaming()
                    && tools != call.tools().isEmpty();
        }
    }

    RequestWriter(Dialect dialect) {
        this.dialect = dialect;
        this.messages = new MessageWriter(dialect);
    }

    /** The pieces of the body: do not change them. */
    List<byte[]> write(String model, ModelCall call) {
        Frame frame = frame(model, call);
        List<byte[]> body = new ArrayList<>(2 * call.messages().size() + 4);
        body.add(frame.beginning);
        new Conversation(call.messages(), body).write(schemaInText(call.output()));
        body.add(END_OF_MESSAGES);
        List<ToolSpec> tools = new OptionWriter(dialect, call).tools();
        if (!tools.isEmpty()) body.add(encoding(tools).json());
        body.add(frame.end);
        return body;
    }

    private Frame frame(String model, ModelCall call) {
        Frame last = lastFrame;
        if (last != null && last.isOf(model, call)) return last;
        Frame next = new Frame(dialect, model, call);
        lastFrame = next;
        return next;
    }

    private @Nullable String schemaInText(@Nullable OutputSchema output) {
        if (output == null || dialect.has(Dialect.Feature.JSON_SCHEMA)) return null;
        return "Answer with one JSON value and nothing else. It must fit this JSON Schema:\n"
                + output.schema().text();
    }

    private ToolEncoding encoding(List<ToolSpec> tools) {
        ToolEncoding last = lastTools;
        if (last.isOf(tools)) return last;
        ToolEncoding next = new ToolEncoding(tools, dialect.has(Dialect.Feature.STRICT));
        lastTools = next;
        return next;
    }

    /** A reply to a call in the form of the call, where the request had another. */
    ModelReply decoded(ModelReply reply, ModelCall call) {
        AssistantMessage message = reply.message();
        if (message.toolCalls().isEmpty()) return reply;
        ToolEncoding encoding = encoding(new OptionWriter(dialect, call).tools());
        if (encoding.decodesNothing()) return reply;
        List<ToolCall> calls =
                message.toolCalls().stream().map(encoding::decoded).toList();
        if (calls.equals(message.toolCalls())) return reply;
        return reply.withMessage(message.withToolCalls(calls));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The messages of one request. */
    private final class Conversation {
        private final Transcript transcript;
        private final List<byte[]> body;
        private final Function<Message, Encoded> encoder = this::encode;
        private final boolean free = dialect.has(Dialect.Feature.FREE_ORDER);
        private boolean first = true;
        private List<String> ids = List.of();
        private int answered; // of the calls with these ids
        private final List<ToolMessage> attaching = new ArrayList<>(0);
        private final List<String> attachingIds = new ArrayList<>(0);

        private Conversation(Transcript transcript, List<byte[]> body) {
            this.transcript = transcript;
            this.body = body;
        }

        private void write(@Nullable String schema) {
            boolean headed = transcript.message(0) instanceof SystemMessage;
            if (schema != null) {
                add(messages.system(headed ? transcript.message(0).text() + "\n\n" + schema : schema));
            }
            int at = schema != null && headed ? 1 : 0;
            while (at < transcript.size()) at = write(at);
        }

        /** Returns the place of the next message that is not written yet. */
        private int write(int at) {
            Transcript.Entry entry = transcript.entry(at);
            if (entry.message() instanceof ToolMessage answer) {
                writeAnswer(entry, answer);
                return endsAnswers(at) ? writeBehindAnswers(at + 1) : at + 1;
            }
            if (!free && isUser(at) && isUser(at + 1)) return writeUsers(at, List.of());
            Encoded encoded = entry.encoded(dialect, encoder);
            ids = encoded.callIds();
            answered = 0;
            add(encoded.bytes());
            return at + 1;
        }

        private boolean endsAnswers(int at) {
            return at + 1 == transcript.size() || !(transcript.message(at + 1) instanceof ToolMessage);
        }

        private boolean isUser(int at) {
            return at < transcript.size() && transcript.message(at) instanceof UserMessage;
        }

        /** What tools returned besides text goes in a message of the user, since it may not be in theirs. */
        private int writeBehindAnswers(int at) {
            List<Part> attached = messages.attachments(attaching, attachingIds);
            attaching.clear();
            attachingIds.clear();
            if (!free && (isUser(at) || !attached.isEmpty())) {
                add(messages.between());
                return writeUsers(at, attached);
            }
            if (!attached.isEmpty()) add(messages.user(new UserMessage(attached)));
            return at;
        }

        /** All messages of the user that stand in a row, as one. Returns the place behind them. */
        private int writeUsers(int from, List<Part> before) {
            List<Part> parts = new ArrayList<>(before);
            int at = from;
            for (; isUser(at); at++) parts.addAll(((UserMessage) transcript.message(at)).parts());
            add(messages.user(new UserMessage(joined(parts))));
            return at;
        }

        /** As one text if there is nothing else, since templates that are strict mostly take only that. */
        private static List<Part> joined(List<Part> parts) {
            StringJoiner text = new StringJoiner("\n\n");
            for (Part part : parts) {
                if (!(part instanceof Part.Text said)) return parts;
                text.add(said.text());
            }
            return List.of(new Part.Text(text.toString()));
        }

        private void writeAnswer(Transcript.Entry entry, ToolMessage answer) {
            String id = ids.get(answered++);
            if (id.equals(answer.callId())) {
                add(entry.encoded(dialect, encoder).bytes());
            } else {
                ToolKey key = new ToolKey(dialect, id);
                add(entry.encoded(key, message -> tool(key, answer, id)).bytes());
            }
            if (MessageWriter.hasAttachments(answer)) {
                attaching.add(answer);
                attachingIds.add(id);
            }
        }

        /** Of a tool's answer only where the call's own id will do, so that the bytes depend on nothing else. */
        private Encoded encode(Message message) {
            if (message instanceof SystemMessage system) return encoded(messages.system(system.text()));
            if (message instanceof UserMessage user) return encoded(messages.user(user));
            if (message instanceof ToolMessage answer) return tool(dialect, answer, answer.callId());
            AssistantMessage said = (AssistantMessage) message;
            List<String> callIds = WireIds.of(said.toolCalls(), dialect.callIds());
            return new Encoded(dialect, messages.assistant(said, callIds), callIds);
        }

        private Encoded encoded(byte[] message) {
            return new Encoded(dialect, message, List.of());
        }

        private Encoded tool(Object key, ToolMessage answer, String id) {
            return new Encoded(key, messages.tool(answer, id), List.of());
        }

        private void add(byte[] message) {
            if (!first) body.add(COMMA);
            first = false;
            body.add(message);
        }
    }
}
