/**
 * JSON and JSON Schema behind one door: text, values bound to Java types, schemas of Java types, and validation.
 *
 * <p>It knows nothing of tools, messages or models, and no type of the libraries beneath it shows in a public signature.
 * Start reading at {@link dev.spindle.json.Json}.
 */
@NullMarked
package dev.spindle.json;

import org.jspecify.annotations.NullMarked;
