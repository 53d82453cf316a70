package io.gatehouse.event;

/**
 * Which of Keycloak's own events anybody wants to be told of. Asked at every login: it answers from memory, without a query
 * and without ever failing.
 */
@FunctionalInterface
public interface StockSubscriptions {
    /**
     * Whether somebody in the realm wants events of the type.
     *
     * @param type {@code user.login}, {@code admin.user.create} and the like
     */
    boolean wants(String realmId, String type);
}
