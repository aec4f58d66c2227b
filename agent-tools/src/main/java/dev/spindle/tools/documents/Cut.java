package dev.spindle.tools.documents;

import java.util.List;

/** A piece of a document before it has a number: where it stands, under which headings, and its text. */
record Cut(Passage.Source source, List<String> headings, String text) {}
