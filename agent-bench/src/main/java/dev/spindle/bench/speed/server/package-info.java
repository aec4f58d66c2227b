/**
 * A model server that costs as little as it can and always says the same, so that what is measured is the client.
 *
 * <p>It checks nothing, speaks no TLS, and runs in a process of its own. Start reading at {@link
 * dev.spindle.bench.speed.server.ModelServer}.
 */
@NullMarked
package dev.spindle.bench.speed.server;

import org.jspecify.annotations.NullMarked;
