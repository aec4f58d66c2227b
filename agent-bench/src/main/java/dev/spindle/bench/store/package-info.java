/**
 * The stores that journals are tried on, and the places where they are made. Not what is tried. Start reading at {@link
 * dev.spindle.bench.store.Store}.
 */
@NullMarked
package dev.spindle.bench.store;

import org.jspecify.annotations.NullMarked;
