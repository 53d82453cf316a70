package io.gatehouse.testkit;

/** How Keycloak is started. */
public enum Mode {
    /** {@code kc.sh start-dev}: augments when something changed, then serves. */
    DEV,
    /** {@code kc.sh build} once, then {@code kc.sh start --optimized}. */
    PRODUCTION
}
