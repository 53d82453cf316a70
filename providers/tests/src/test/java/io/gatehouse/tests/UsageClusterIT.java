package io.gatehouse.tests;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The meters over many verifications on two nodes, of which one is killed; {@link ClusterIT} has a short repeat of it. */
@Tag("own-server")
@Tag("torture")
@Isolated("the seconds that are promised are real time")
class UsageClusterIT {
    private static final int CALLS = 100_000;

    @Test
    void killedNodeLosesItsLastSecondsAndNobodyIsBilledForMore() throws InterruptedException {
        try (Cluster cluster = new Cluster()) {
            cluster.startPair();
            KilledMeters.verify(CALLS, cluster.first(), cluster.second(), cluster::killFirst);
        }
    }
}
