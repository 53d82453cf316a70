package io.gatehouse.platform;

/** The node's ports to Keycloak, implemented by {@code spi}. */
public record Ports(
        Database database,
        RealmKeys realmKeys,
        ClusterNotice clusterNotice,
        Users users,
        People people,
        StockTokens stockTokens,
        Consents consents,
        Mail mail,
        Logins logins,
        GuestUsers guestUsers,
        Jobs jobs,
        Allotments allotments) {}
