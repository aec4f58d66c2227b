/** How well and how fast documents are found. */
@NullMarked
package dev.spindle.bench.retrieval;

import org.jspecify.annotations.NullMarked;
