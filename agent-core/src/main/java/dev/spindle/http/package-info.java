/**
 * HTTP as agents need it: one pooled client, server-sent events, and the arithmetic of waiting.
 *
 * <p>It knows bytes, statuses and events, and nothing of models; it is the only room that sees OkHttp. Start reading at
 * {@link dev.spindle.http.HttpTransport}.
 */
@NullMarked
package dev.spindle.http;

import org.jspecify.annotations.NullMarked;
