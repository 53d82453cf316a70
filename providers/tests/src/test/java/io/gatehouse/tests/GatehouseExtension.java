package io.gatehouse.tests;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link Gatehouse} of the one server that all classes of a test run share, and a {@link TestRealm} of
 * the test class's own. The server starts when the first test asks and stops when the run ends.
 */
public final class GatehouseExtension
        implements ParameterResolver, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(GatehouseExtension.class);

    private static final AtomicInteger CLASSES_RUNNING = new AtomicInteger();

    /** Whether a test class other than the caller's uses the server now. */
    static boolean isServerShared() {
        return CLASSES_RUNNING.get() > 1;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            CLASSES_RUNNING.incrementAndGet();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            CLASSES_RUNNING.decrementAndGet();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Gatehouse.class || type == TestRealm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes what is in a store when the store ends: the server after the run, the realm after its class.
        Gatehouse gatehouse = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("server", key -> SharedServer.start(), Gatehouse.class);
        if (parameter.getParameter().getType() == Gatehouse.class) {
            return gatehouse;
        }
        return classContext(context)
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("realm", key -> gatehouse.freshRealm(), TestRealm.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Gatehouse gatehouse = context.getRoot().getStore(NAMESPACE).get("server", Gatehouse.class);
        if (gatehouse != null) {
            gatehouse.resetClock();
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return classContext(context) == context;
    }

    /** The outermost class, so that nested test classes share their realm. */
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
