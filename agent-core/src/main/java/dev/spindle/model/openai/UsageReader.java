package dev.spindle.model.openai;

import dev.spindle.message.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what a reply was billed for, under all the names that servers use. */
final class UsageReader {
    private long input;
    private long cached;
    private long output;
    private long reasoning;
    private long total;

    private UsageReader() {}

    /** The usage at the current token; null if there is none. */
    static @Nullable Usage read(JsonParser in) {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            in.skipChildren();
            return null;
        }
        UsageReader reader = new UsageReader();
        ChunkReader.eachField(in, reader::readField);
        return reader.usage();
    }

    private void readField(JsonParser in, String field) {
        switch (field) {
            case "prompt_tokens" -> input = count(in, input);
            case "completion_tokens" -> output = count(in, output);
            case "input_tokens" -> input = again(in, input);
            case "output_tokens" -> output = again(in, output);
            case "total_tokens" -> total = count(in, total);
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = count(in, cached);
            case "reasoning_tokens" -> reasoning = count(in, reasoning);
            case "prompt_tokens_details",
                    "completion_tokens_details",
                    "input_tokens_details",
                    "output_tokens_details" -> ChunkReader.eachField(in, this::readDetail);
            default -> in.skipChildren();
        }
    }

    private void readDetail(JsonParser in, String field) {
        switch (field) {
            case "cached_tokens" -> cached = count(in, cached);
            case "reasoning_tokens" -> reasoning = count(in, reasoning);
            default -> in.skipChildren();
        }
    }

    private static long count(JsonParser in, long otherwise) {
        return Math.max(0, ChunkReader.whole(in, otherwise));
    }

    /** Of what is told by two names the first counts. */
    private static long again(JsonParser in, long known) {
        long count = count(in, known);
        return known > 0 ? known : count;
    }

    private Usage usage() {
        long sum = total > 0 ? total : Usage.of(input, output).totalTokens();
        return new Usage(input, cached, output, reasoning, sum);
    }
}
