package io.gatehouse.platform;

/** The node's ports to Keycloak, implemented by {@code spi}. */
public record Ports(
        Database database,
        RealmKeys realmKeys,
        ClusterNotice clusterNotice,
        Users users,
        StockTokens stockTokens,
        Consents consents,
        Jobs jobs) {}
