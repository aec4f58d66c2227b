package dev.spindle.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an annotation that describes a property of an object: its {@code String value()} becomes the description in the
 * schema, and its {@code String name()}, if there is one and it is not empty, the property's name in JSON.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Describes {}
