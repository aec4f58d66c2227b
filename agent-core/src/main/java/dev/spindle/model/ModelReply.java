package dev.spindle.model;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole reply.
 *
 * @param message what the model said
 * @param finish why it stopped, after what real servers mean by their words: calls beside the word "stop" are {@link
 *     Finish#TOOL_CALLS}
 * @param finishWord the word as the server sent it; empty if it sent none
 * @param model the model that the server says has answered; empty if it does not say
 * @param spent tokens and money of this attempt
 * @param failedAttempts attempts before this one, oldest first
 */
public record ModelReply(
        AssistantMessage message,
        Finish finish,
        String finishWord,
        String model,
        Spent spent,
        List<Attempt> failedAttempts) {
    /** Copies the attempts. */
    public ModelReply {
        failedAttempts = List.copyOf(failedAttempts);
    }

    /** A reply that ends, or that calls tools if the message does. */
    public static ModelReply of(AssistantMessage message, Usage usage) {
        Finish finish = message.toolCalls().isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
        String word = finish == Finish.STOP ? "stop" : "tool_calls";
        return new ModelReply(message, finish, word, "", new Spent(usage, Cost.UNKNOWN), List.of());
    }

    /** This reply with another message. */
    public ModelReply withMessage(AssistantMessage other) {
        return new ModelReply(other, finish, finishWord, model, spent, failedAttempts);
    }

    /** This reply with what it used. */
    public ModelReply withSpent(Spent other) {
        return new ModelReply(message, finish, finishWord, model, other, failedAttempts);
    }

    /** This reply after one more failed attempt, put first. */
    public ModelReply after(Attempt failed) {
        List<Attempt> all = new ArrayList<>(failedAttempts.size() + 1);
        all.add(failed);
        all.addAll(failedAttempts);
        return new ModelReply(message, finish, finishWord, model, spent, all);
    }

    /** Tokens and money of all attempts together. */
    public Spent spentInAll() {
        if (failedAttempts.isEmpty()) return spent;
        Spent sum = spent;
        for (Attempt attempt : failedAttempts) sum = sum.plus(attempt.spent());
        return sum;
    }

    /**
     * An attempt that failed and was made again.
     *
     * @param model the model asked
     * @param failure what went wrong, for people
     * @param spent what it used as far as known
     */
    public record Attempt(String model, String failure, Spent spent) {}

    /** Why a model stopped writing. */
    public enum Finish {
        /** It is done. */
        STOP,
        /** It waits for tools. */
        TOOL_CALLS,
        /** It reached the limit of tokens; the reply is cut off. */
        LENGTH,
        /** The provider withheld the reply, or the rest of it. */
        CONTENT_FILTER,
        /** It gave a reason that is none of these. */
        OTHER
    }
}
