package io.gatehouse.spi;

import io.gatehouse.platform.NodeOptions;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/** Our options in Keycloak's configuration. */
record ScopeOptions(Config.Scope config) implements NodeOptions.Source {
    private static final String PREFIX = "kc.spi-gatehouse--default--";

    @Override
    public @Nullable String get(String name) {
        return config.get(name);
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to see a misspelt option
    public Set<String> names() {
        return config.getPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }
}
