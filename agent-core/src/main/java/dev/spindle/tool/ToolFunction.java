package dev.spindle.tool;

import dev.spindle.tool.Tool.Effect;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A tool that can be called: what is known of it, how its arguments are read, and the code behind it. Thread-safe. */
public final class ToolFunction implements ToolInvocation.Handler {
    private final ToolSpec spec;
    private final ArgumentReader reader;
    private final ToolInvocation.Handler handler;
    private final @Nullable Reconciler reconciler;

    private ToolFunction(
            ToolSpec spec, ArgumentReader reader, ToolInvocation.Handler handler, @Nullable Reconciler reconciler) {
        this.spec = spec;
        this.reader = reader;
        this.handler = handler;
        this.reconciler = reconciler;
    }

    /**
     * A tool from its definition and code; arguments are checked against the schema.
     *
     * @throws ToolDefinitionException if the definition cannot be used
     */
    public static ToolFunction of(ToolSpec spec, ToolInvocation.Handler handler) {
        return of(ToolDefinitionException.check(spec), ArgumentReader.of(spec, ArgumentReader.Binding.NONE), handler);
    }

    static ToolFunction of(ToolSpec spec, ArgumentReader reader, ToolInvocation.Handler handler) {
        Integer most = spec.supervision().maxConcurrent();
        return new ToolFunction(
                spec, reader, most == null ? handler : new ConcurrencyLimit(new Semaphore(most), handler), null);
    }

    /**
     * The tools among the methods of these objects: those that carry {@link Tool}, inherited ones too, in order of name.
     *
     * <p>An object that is a {@code ToolFunction} is taken as it is.
     *
     * @throws ToolDefinitionException with every mistake of every method
     */
    public static List<ToolFunction> scan(Object... objects) {
        return MethodScan.of(objects);
    }

    /** What the model and the loop know of it. */
    public ToolSpec spec() {
        return spec;
    }

    /** This tool under another name; both share one limit of concurrent calls. */
    public ToolFunction withName(String name) {
        ToolSpec renamed = ToolDefinitionException.checkName(spec.withName(name));
        return new ToolFunction(renamed, reader.of(renamed), handler, reconciler);
    }

    /** This tool, its arguments taken exactly as written: the string "5" is no number here. */
    public ToolFunction withoutCoercion() {
        return new ToolFunction(spec, reader.withoutCoercion(), handler, reconciler);
    }

    /**
     * This tool, with somebody who finds out what became of a call that was cut short.
     *
     * @throws ToolDefinitionException if the tool is no WRITE, whose calls simply run again
     */
    public ToolFunction reconciledBy(Reconciler finder) {
        if (spec.effect() != Effect.WRITE) {
            throw new ToolDefinitionException(List.of(spec.name() + ": a Reconciler is for a WRITE tool; a call of a "
                    + spec.effect() + " tool that was cut short runs again"));
        }
        return new ToolFunction(spec, reader, handler, finder);
    }

    /** Who finds out what became of a call that was cut short; empty if nobody can. */
    public Optional<Reconciler> findReconciler() {
        return Optional.ofNullable(reconciler);
    }

    /**
     * Reads arguments as a model wrote them: parse, validate against the schema, bind, and check the values against their constraints
     * of Jakarta Validation, where a provider of it is on the class path.
     *
     * @param written anything; empty text means no arguments
     */
    public Arguments read(String written) {
        return reader.read(written);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws Exception {
        return handler.call(invocation);
    }
}
