package dev.spindle.tool;

import dev.spindle.json.Schemas;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a parameter of a tool, or a component of a record that a tool takes, to the model. */
@Schemas.Describes
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Param {
    /** What the value means, with its unit and an example. */
    String value();

    /** The name the model uses; the parameter's own if empty. */
    String name() default "";
}
