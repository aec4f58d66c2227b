/**
 * JUnit 5 for agents: scripted models and cassettes as parameters of tests, and a ban on requests to real models.
 *
 * <p>What the parameters can do is theirs, and works without JUnit as well. Start reading at {@link
 * dev.spindle.testing.junit.AgentTest}.
 */
@NullMarked
package dev.spindle.testing.junit;

import org.jspecify.annotations.NullMarked;
