/**
 * What people have written down for agents: instructions of a project, and skills that are read when they are needed.
 *
 * <p>It decides who is believed, by where a file lies; it does not judge what a file says. Start reading at {@link
 * dev.spindle.tools.skills.ProjectInstructions} and {@link dev.spindle.tools.skills.Skills}.
 */
@NullMarked
package dev.spindle.tools.skills;

import org.jspecify.annotations.NullMarked;
