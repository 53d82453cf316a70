package io.gatehouse.login;

/** Says which applications links may lead to. */
@FunctionalInterface
public interface LinkClients {
    /**
     * Finds out whether the application may ask for a link, and where it leads is registered.
     *
     * @throws io.gatehouse.platform.GatehouseException 401, 403 or 422 when not
     */
    void require(LinkRequest request);
}
