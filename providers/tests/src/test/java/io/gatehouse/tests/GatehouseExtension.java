package io.gatehouse.tests;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link Gatehouse} of a server that the test class has to itself while it runs, and a {@link TestRealm} of its
 * own. Servers are started when a class needs one and none is free, and stop when the run ends, see {@link ServerPool}.
 */
public final class GatehouseExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(GatehouseExtension.class);

    /** A server that a class has taken. */
    private record Taken(ServerPool pool, Gatehouse gatehouse) implements AutoCloseable {
        @Override
        public void close() {
            pool.giveBack(gatehouse);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Gatehouse.class || type == TestRealm.class || type == ServerPool.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes what is in a store when the store ends, newest first: the servers after the run; after its class
        // the realm,
        // then the server is given back.
        ServerPool pool = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("pool", key -> new ServerPool(), ServerPool.class);
        if (parameter.getParameter().getType() == ServerPool.class) {
            return pool;
        }
        ExtensionContext.Store ofClass = classContext(context).getStore(NAMESPACE);
        Gatehouse gatehouse = ofClass.getOrComputeIfAbsent("server", key -> new Taken(pool, pool.take()), Taken.class)
                .gatehouse();
        if (parameter.getParameter().getType() == Gatehouse.class) {
            return gatehouse;
        }
        return ofClass.getOrComputeIfAbsent("realm", key -> gatehouse.freshRealm(), TestRealm.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Taken taken = classContext(context).getStore(NAMESPACE).get("server", Taken.class);
        if (taken != null) {
            taken.gatehouse().resetClock();
        }
    }

    /** The outermost class, so that nested test classes share their server and realm. */
    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getParent().isPresent()
                && current.getParent().get() != context.getRoot()
                && current.getParent().get().getTestClass().isPresent()) {
            current = current.getParent().get();
        }
        return current;
    }
}
