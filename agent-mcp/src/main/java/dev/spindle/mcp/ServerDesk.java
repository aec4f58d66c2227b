package dev.spindle.mcp;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.Cancellation.Registration;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.ClientRequest.InputRequiredException;
import dev.spindle.mcp.Message.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of clients, whatever way they come. Thread-safe.
 *
 * @param identity name and version
 * @param instructions for the models of clients; empty for none
 */
record ServerDesk(
        Json identity, String instructions, ToolDesk tools, McpLibrary library, StateSeal seal, Changes changes) {
    private static final Logger log = LoggerFactory.getLogger(ServerDesk.class);
    private static final long FRESH_MILLIS = 60_000;
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /** The answer to a request: a result or a failure. */
    Message answer(Message.Request message, ClientRequest request) {
        try {
            Json result = request.isStateless() ? stateless(request) : session(request);
            return new Message.Result(message.id(), result);
        } catch (RpcException refused) {
            return new Message.Failure(message.id(), refused.error());
        } catch (CancelledException stopped) {
            return new Message.Failure(message.id(), RpcError.of(RpcError.INTERNAL, "cancelled"));
        } catch (JsonException unreadable) {
            return new Message.Failure(
                    message.id(), RpcError.of(RpcError.INVALID_PARAMS, String.valueOf(unreadable.getMessage())));
        } catch (RuntimeException | StackOverflowError broken) {
            log.warn("{} failed", CleanText.line(message.method(), 100), broken);
            return new Message.Failure(message.id(), RpcError.of(RpcError.INTERNAL, "the server failed"));
        }
    }

    private Json stateless(ClientRequest request) {
        request.goOn(seal);
        Json result = switch (request.method()) {
            case "server/discover" ->
                cached(Fields.of("supportedVersions", List.of(Versions.STATELESS))
                        .and("capabilities", capabilities(false))
                        .and("instructions", instructions.isEmpty() ? null : instructions));
            case "tools/list", "resources/list", "resources/templates/list", "prompts/list" ->
                cached(Fields.of(common(request)));
            case "resources/read" -> cached(Fields.of(common(request)));
            case "tools/call", "prompts/get" -> asked(request);
            case "completion/complete" -> common(request);
            case Versions.LISTEN -> listened(request);
            default -> throw unknown(request);
        };
        Fields meta = Fields.of(Versions.meta(result)).and(Versions.META_SERVER, identity);
        Fields whole = Fields.of(result);
        if (result.find("resultType").isEmpty()) whole.and("resultType", "complete");
        return whole.and(Versions.META, meta).json();
    }

    private static Json cached(Fields result) {
        return result.and("ttlMs", FRESH_MILLIS).and("cacheScope", "private").json();
    }

    /** Tells the client what changes, until it has heard enough or this server ends. */
    private Json listened(ClientRequest request) {
        Changes.Filter wanted = Changes.Filter.of(Fields.object(request.params(), "notifications"));
        Json own = Fields.of(Versions.META_SUBSCRIPTION, request.id()).json();
        try (Changes.Listening listening = changes.listen(wanted);
                Registration ignored = request.cancellation().onCancel(listening::close)) {
            request.tell(new Message.Notification(
                    Versions.LISTENS,
                    Fields.of("notifications", wanted.json())
                            .and(Versions.META, own)
                            .json()));
            while (!listening.isOver()) {
                Optional<Changes.Change> change = listening.next(A_WHILE);
                change.ifPresent(each -> request.tell(each.notification(request.id())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Fields.of(Versions.META, own).json();
    }

    private Json asked(ClientRequest request) {
        try {
            return common(request);
        } catch (InputRequiredException ask) {
            return request.asking(seal, ask.questions());
        } catch (RpcException refused) {
            seal.giveBack(request.key());
            throw refused;
        }
    }

    private Json session(ClientRequest request) {
        return switch (request.method()) {
            case "initialize" -> initialized(request.params());
            case "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe" -> Json.EMPTY_OBJECT;
            default -> common(request);
        };
    }

    private Json initialized(Json params) {
        return Fields.of("protocolVersion", Versions.agreed(Fields.string(params, "protocolVersion")))
                .and("capabilities", capabilities(true))
                .and("serverInfo", identity)
                .and("instructions", instructions.isEmpty() ? null : instructions)
                .json();
    }

    private Json capabilities(boolean session) {
        Map<String, Object> none = Map.of();
        Map<String, Object> changing = Map.of("listChanged", true);
        Fields capabilities = Fields.of("tools", changing).and("completions", none);
        if (session) capabilities.and("logging", none);
        return capabilities
                .and("resources", Map.of("subscribe", true, "listChanged", true))
                .and("prompts", changing)
                .json();
    }

    /** What both generations know. */
    private Json common(ClientRequest request) {
        Json params = request.params();
        return switch (request.method()) {
            case "tools/list" -> tools.list(params);
            case "tools/call" -> tools.call(request);
            case "resources/list" -> ListPages.page("resources", library.resources(), params);
            case "resources/templates/list" -> ListPages.page("resourceTemplates", library.templates(), params);
            case "resources/read" -> read(request);
            case "prompts/list" -> ListPages.page("prompts", library.prompts(), params);
            case "prompts/get" ->
                library.findPrompt(Fields.string(params, "name"), Fields.object(params, "arguments"), request)
                        .orElseThrow(() -> new RpcException(
                                RpcError.INVALID_PARAMS,
                                "Unknown prompt: " + CleanText.line(Fields.string(params, "name"), 100)));
            case "completion/complete" -> completed(params);
            default -> throw unknown(request);
        };
    }

    private Json read(ClientRequest request) {
        String uri = Fields.string(request.params(), "uri");
        List<Json> contents = library.read(uri);
        if (!contents.isEmpty()) return Fields.of("contents", contents).json();
        int code = request.isStateless() ? RpcError.INVALID_PARAMS : RpcError.NO_RESOURCE;
        throw new RpcException(
                new RpcError(code, "Resource not found", Fields.of("uri", uri).json()));
    }

    private Json completed(Json params) {
        Json argument = Fields.object(params, "argument");
        List<String> values = library.complete(
                Fields.object(params, "ref"), Fields.string(argument, "name"), Fields.string(argument, "value"));
        List<String> first = values.subList(0, Math.min(100, values.size()));
        Fields completion =
                Fields.of("values", first).and("total", values.size()).and("hasMore", values.size() > first.size());
        return Fields.of("completion", completion).json();
    }

    private static RpcException unknown(ClientRequest request) {
        return new RpcException(RpcError.NO_METHOD, "Method not found: " + CleanText.line(request.method(), 100));
    }
}
