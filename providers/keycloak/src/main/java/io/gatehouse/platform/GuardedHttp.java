package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.OutboundUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The only way in which Gatehouse sends something to a URL that somebody entered. The name is looked up once, the call is
 * refused when any of its addresses is not allowed, and the connection goes to a checked address; the certificate must be the
 * host's. Redirects, cookies, proxies, authentication, compression and retries are off.
 *
 * <p>Every call ends within {@link HttpLimits}: a watchdog closes the connection of one that does not, whatever it waits for.
 * Never call it while a database transaction is open. Thread-safe.
 */
public final class GuardedHttp implements AutoCloseable {
    /** Header fields of an answer that are handed on, in lower case. */
    public static final Set<String> KEPT_HEADERS = Set.of("content-type", "retry-after", "webhook-delivery");

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int MAX_HEADER_LENGTH = 256;

    private final AddressGuard guard;
    private final TrustedCertificates trusted;
    private final HttpLimits limits;
    private final GuardedLookup lookup;
    private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "gatehouse-http-watchdog");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable CloseableHttpClient client;
    private volatile boolean isClosed;

    /**
     * @param guard which addresses may be called
     * @param trusted is asked once, at the first call
     */
    public GuardedHttp(AddressGuard guard, TrustedCertificates trusted) {
        this(guard, trusted, NameLookup.SYSTEM, HttpLimits.DEFAULT);
    }

    GuardedHttp(AddressGuard guard, TrustedCertificates trusted, NameLookup names, HttpLimits limits) {
        this.guard = guard;
        this.trusted = trusted;
        this.limits = limits;
        this.lookup = new GuardedLookup(guard, names, Math.min(HttpLimits.MAX_WAIT_MS, limits.totalMs()));
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /** Which addresses may be called, for those who check a URL when it is entered. */
    public AddressGuard guard() {
        return guard;
    }

    /**
     * Posts a body and waits for the answer, at most 15 s.
     *
     * @param headers names and values, checked by the caller; {@code Host} and {@code Content-Length} are ours
     * @return how it ended; never null, and no exception for anything that the receiver or the network does
     */
    public HttpOutcome post(OutboundUrl url, Map<String, String> headers, byte[] body) {
        HttpPost request = new HttpPost(url.target());
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body));
        return send(url, request);
    }

    /**
     * Gets something and waits for the answer, at most 15 s.
     *
     * @param headers as for {@link #post}
     * @return as {@link #post}
     */
    public HttpOutcome get(OutboundUrl url, Map<String, String> headers) {
        HttpGet request = new HttpGet(url.target());
        headers.forEach(request::setHeader);
        return send(url, request);
    }

    private HttpOutcome send(OutboundUrl url, HttpRequestBase request) {
        long startMs = Clock.monotonicMs();
        boolean isPlainAllowed = url.literal().filter(guard::isListed).isPresent();
        if (!url.isTls() && !isPlainAllowed) {
            return new HttpOutcome.Failed(0, HttpFailure.ADDRESS_REFUSED);
        }
        AtomicBoolean isOverdue = new AtomicBoolean();
        try {
            Future<?> deadline = watchdog.schedule(
                    () -> {
                        isOverdue.set(true);
                        request.abort();
                    },
                    limits.totalMs(),
                    TimeUnit.MILLISECONDS);
            try {
                return exchange(url, request, startMs);
            } finally {
                boolean ignored = deadline.cancel(false);
            }
        } catch (RejectedExecutionException e) {
            return failed(startMs, HttpFailure.STOPPED);
        } catch (IOException | RuntimeException e) {
            // A call that is cut off by the stop says nothing of its receiver.
            HttpFailure reason = isClosed ? HttpFailure.STOPPED : HttpFailures.of(e);
            return failed(startMs, isOverdue.get() ? HttpFailure.TIMEOUT : reason);
        }
    }

    private HttpOutcome exchange(OutboundUrl url, HttpRequestBase request, long startMs) throws IOException {
        String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        HttpHost target = new HttpHost(host, url.port(), url.scheme());
        request.setHeader("Host", url.authority());
        try (CloseableHttpResponse response = client().execute(target, request)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean isTruncated = read(response.getEntity(), body);
            if (isTruncated) {
                // Dropped, not drained: the rest may never end.
                request.abort();
            }
            return new HttpOutcome.Answered(
                    Clock.monotonicMs() - startMs,
                    response.getStatusLine().getStatusCode(),
                    kept(response),
                    body.toString(UTF_8),
                    isTruncated);
        }
    }

    /** True when there is more than may be read. Reading to the end gives the connection back to the pool. */
    private boolean read(@Nullable HttpEntity entity, ByteArrayOutputStream body) throws IOException {
        if (entity == null) {
            return false;
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream stream = entity.getContent();
        while (true) {
            int count = stream.read(buffer);
            if (count < 0) {
                EntityUtils.consume(entity);
                return false;
            }
            int room = limits.maxAnswerBytes() - body.size();
            body.write(buffer, 0, Math.min(count, room));
            if (count > room) {
                return true;
            }
        }
    }

    private static Map<String, String> kept(CloseableHttpResponse response) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Header header : response.getAllHeaders()) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            String value = header.getValue();
            if (KEPT_HEADERS.contains(name) && value != null && value.length() <= MAX_HEADER_LENGTH) {
                kept.putIfAbsent(name, value);
            }
        }
        return kept;
    }

    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client = GuardedConnections.client(guard, lookup, limits, trusted.load());
        }
        return client;
    }

    private static HttpOutcome failed(long startMs, HttpFailure reason) {
        return new HttpOutcome.Failed(Clock.monotonicMs() - startMs, reason);
    }

    /** Ends all calls that still run; later ones answer {@code stopped}. */
    @Override
    public void close() {
        isClosed = true;
        watchdog.shutdownNow();
        lookup.close();
        synchronized (this) {
            if (client != null) {
                closeQuietly(client);
            }
        }
    }

    private static void closeQuietly(CloseableHttpClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing connections failed", e);
        }
    }
}
