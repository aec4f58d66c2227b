/**
 * A model server on the loopback address that goes wrong on purpose, for tests of how an agent takes it.
 *
 * <p>It speaks real HTTP over real sockets, and is no server for anything but tests. Start reading at {@link
 * dev.spindle.testing.server.FaultyModelServer}.
 */
@NullMarked
package dev.spindle.testing.server;

import org.jspecify.annotations.NullMarked;
