package dev.spindle.tools.json;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.mapper.MappingException;
import com.jayway.jsonpath.spi.mapper.MappingProvider;

/** Keeps the library from making objects of what a document says. */
final class NoMapping implements MappingProvider {
    @Override
    public <T> T map(Object source, Class<T> target, Configuration configuration) {
        throw new MappingException("Values are not mapped to " + target);
    }

    @Override
    public <T> T map(Object source, TypeRef<T> target, Configuration configuration) {
        throw new MappingException("Values are not mapped to " + target.getType());
    }
}
