package dev.spindle.guice;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import com.google.inject.util.Types;
import dev.spindle.Agent;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What one agent is made of: each part is what was bound with the agent's name, else what was bound for all, else nothing. */
record Parts(Binder binder, String name) {
    /** The key of this agent's own part. */
    <T> Key<T> own(Key<T> common) {
        return name.isEmpty() ? common : Key.get(common.getTypeLiteral(), Names.named(name));
    }

    <T> Provider<Optional<T>> find(Key<T> common) {
        Provider<Optional<T>> forAll = optional(common);
        if (name.isEmpty()) return forAll;
        Provider<Optional<T>> own = optional(own(common));
        return () -> own.get().or(forAll::get);
    }

    /** What sets a part that is bound. */
    <T> Consumer<Agent.Builder> use(Key<T> common, BiConsumer<Agent.Builder, T> setter) {
        Provider<Optional<T>> part = find(common);
        return agent -> part.get().ifPresent(bound -> setter.accept(agent, bound));
    }

    @SuppressWarnings("unchecked") // the type is put together from the very T
    private <T> Provider<Optional<T>> optional(Key<T> key) {
        OptionalBinder.newOptionalBinder(binder, key);
        var type =
                Types.newParameterizedType(Optional.class, key.getTypeLiteral().getType());
        return (Provider<Optional<T>>) binder.getProvider(key.ofType(type));
    }
}
