/**
 * What a person has allowed once and for longer, so that the same is not asked again.
 *
 * <p>Rules answer in the place of a person; they give no rights that a person could not give. Start reading at {@link
 * dev.spindle.tools.rules.ApprovalRules}.
 */
@NullMarked
package dev.spindle.tools.rules;

import org.jspecify.annotations.NullMarked;
