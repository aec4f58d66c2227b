package dev.spindle.testing.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bans requests of model clients to anything but the loopback address while a class or a method is tested: they fail at once with a
 * sentence that says so, and a run stops with it.
 *
 * <p>It holds for the whole process as long as one such test runs, by {@link dev.spindle.http.HttpEndpoint.ReachableHosts}; so do not run tests that ask
 * real models beside them. While cassettes are recorded nothing is banned.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequestBan.class)
public @interface NoModelRequests {}
