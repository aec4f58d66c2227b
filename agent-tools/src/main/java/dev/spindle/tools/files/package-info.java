/**
 * Tools that let a model list, read and search the files below one folder, and others that let it write there once a person approves.
 *
 * <p>Nothing in here follows a link out of the folder, or tells the model where on the machine the folder is. Start reading at {@link
 * dev.spindle.tools.files.FileTools}, then {@link dev.spindle.tools.files.ConfinedFolder}.
 */
@NullMarked
package dev.spindle.tools.files;

import org.jspecify.annotations.NullMarked;
