/**
 * Documents of many formats read as text, and text cut into passages that know where they stand.
 *
 * <p>What is read is hostile: sizes, nesting and time are bounded, and a file that cannot be read says why. Nothing is indexed here. Start
 * reading at {@link dev.spindle.retrieval.document.DocumentReader}, then {@link dev.spindle.retrieval.document.Splitter}.
 */
@NullMarked
package dev.spindle.retrieval.document;

import org.jspecify.annotations.NullMarked;
