package io.gatehouse.platform;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.IpAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * The last gate: a socket that connects to allowed addresses only, and never through a SOCKS proxy of the environment, which
 * would choose the address itself.
 */
final class GuardedSocket extends Socket {
    private final AddressGuard guard;

    GuardedSocket(AddressGuard guard) {
        super(Proxy.NO_PROXY);
        this.guard = guard;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        InetAddress address = endpoint instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (address == null || !guard.allows(IpAddress.of(address.getAddress()))) {
            throw new RefusedHostException(HttpFailure.ADDRESS_REFUSED);
        }
        try {
            super.connect(endpoint, timeout);
        } catch (ConnectException e) {
            throw e;
        } catch (SocketException e) {
            // "Network is unreachable" has no class of its own; as this one it makes HttpClient try the next address.
            ConnectException unreachable = new ConnectException("unreachable");
            unreachable.initCause(e);
            throw unreachable;
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }
}
