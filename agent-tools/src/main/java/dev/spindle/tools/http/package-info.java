/**
 * Tools that fetch pages and send data over HTTP: to hosts that the owner allows, never into the owner's own network unless he says so.
 *
 * <p>Start reading at {@link dev.spindle.tools.http.HttpTools}; where requests may go is said by {@link dev.spindle.tools.http.HttpPolicy}.
 */
@NullMarked
package dev.spindle.tools.http;

import org.jspecify.annotations.NullMarked;
