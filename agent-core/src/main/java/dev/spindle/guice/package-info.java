/**
 * Agents from Guice: an agent is put together from what a program's modules bind.
 *
 * <p>Nothing here can do what {@link dev.spindle.Agent#builder} cannot, and no other package knows Guice, which is an optional
 * dependency. Start reading at {@link dev.spindle.guice.AgentModule}.
 */
@NullMarked
package dev.spindle.guice;

import org.jspecify.annotations.NullMarked;
