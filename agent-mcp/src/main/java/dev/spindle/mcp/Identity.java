package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.Optional;

/** How this program introduces itself. */
final class Identity {
    static final Json CLIENT = of("spindle", version());

    private Identity() {}

    static Json of(String name, String version) {
        return Fields.of("name", name).and("version", version).json();
    }

    static String version() {
        return Optional.ofNullable(Identity.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
