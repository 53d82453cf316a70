package io.gatehouse.platform;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.conn.DnsResolver;

/**
 * Turns a host into the addresses to which the connection is then opened: one look-up, all of its addresses checked, and
 * whoever connects gets exactly these. A name that is given another address in between gains nothing.
 *
 * <p>The JVM cannot bound a look-up, so each runs on a thread of ours and is left alone when it takes too long; at most
 * {@link HttpLimits#MAX_LOOKUPS} run at a time. Thread-safe.
 */
final class GuardedLookup implements DnsResolver, AutoCloseable {
    private static final int THREAD_IDLE_SECONDS = 10;

    private final AddressGuard guard;
    private final NameLookup lookup;
    private final int maxWaitMs;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, HttpLimits.MAX_LOOKUPS, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "gatehouse-lookup");
                thread.setDaemon(true);
                return thread;
            });

    GuardedLookup(AddressGuard guard, NameLookup lookup, int maxWaitMs) {
        this.guard = guard;
        this.lookup = lookup;
        this.maxWaitMs = maxWaitMs;
    }

    /** @throws RefusedHostException when there is no address, or any of them is not allowed */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Optional<IpAddress> literal = IpAddress.parse(bare);
        InetAddress[] addresses = literal.isPresent()
                ? new InetAddress[] {InetAddress.getByAddress(literal.get().bytes())}
                : lookUp(bare);
        if (addresses.length == 0) {
            throw new RefusedHostException(HttpFailure.DNS);
        }
        for (InetAddress address : addresses) {
            if (!guard.allows(IpAddress.of(address.getAddress()))) {
                throw new RefusedHostException(HttpFailure.ADDRESS_REFUSED);
            }
        }
        return addresses;
    }

    private InetAddress[] lookUp(String name) throws RefusedHostException {
        Future<InetAddress[]> answer;
        try {
            answer = threads.submit(() -> lookup.addresses(name));
        } catch (RejectedExecutionException e) {
            throw new RefusedHostException(threads.isShutdown() ? HttpFailure.STOPPED : HttpFailure.BUSY, e);
        }
        try {
            return answer.get(maxWaitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            throw new RefusedHostException(HttpFailure.DNS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedHostException(HttpFailure.STOPPED, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
