package io.gatehouse.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The two ports of one node.
 *
 * @param http where Keycloak serves
 * @param management where health and metrics are
 */
public record Ports(int http, int management) {
    private static final int FIRST = 12_000;
    private static final int RANGE = 20_000;

    /** Begins anywhere: other test runs on the machine choose as well. */
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(RANGE));

    /** Two ports that nobody used a moment ago. */
    public static Ports free() {
        return new Ports(freePort(), freePort());
    }

    /**
     * A port that nobody used a moment ago and that is given out once: a node that is started again finds its port free. Below those
     * that operating systems take for outgoing connections, of which tests make thousands.
     *
     * @throws IllegalStateException when none of the range is free
     */
    public static int freePort() {
        for (int i = 0; i < RANGE; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from " + FIRST + " to " + (FIRST + RANGE - 1) + " is free");
    }

    /** Whether a server could listen on the port of the loopback address now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
