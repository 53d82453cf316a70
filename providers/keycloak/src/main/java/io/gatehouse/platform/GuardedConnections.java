package io.gatehouse.platform;

import io.gatehouse.core.net.AddressGuard;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;

/** Puts Apache HttpClient together with everything off that follows, remembers, retries, unpacks or asks the environment. */
final class GuardedConnections {
    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int STALE_CHECK_AFTER_MS = 200;

    private GuardedConnections() {}

    /** @param trusted the certificates to trust; Java's own when empty */
    static CloseableHttpClient client(
            AddressGuard guard, GuardedLookup lookup, HttpLimits limits, Optional<KeyStore> trusted) {
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", new PlainSockets(guard))
                        .register("https", new TlsSockets(guard, tlsContext(trusted)))
                        .build(),
                null,
                null,
                lookup,
                HttpLimits.MAX_CONNECTION_AGE_MS,
                TimeUnit.MILLISECONDS);
        pool.setMaxTotal(HttpLimits.MAX_CONNECTIONS);
        pool.setDefaultMaxPerRoute(HttpLimits.MAX_CONNECTIONS_PER_ROUTE);
        pool.setValidateAfterInactivity(STALE_CHECK_AFTER_MS);
        pool.setDefaultSocketConfig(SocketConfig.custom()
                .setSoTimeout(limits.readMs())
                .setTcpNoDelay(true)
                .build());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(HttpLimits.MAX_HEAD_LINE_BYTES)
                        .setMaxHeaderCount(HttpLimits.MAX_HEADERS)
                        .build())
                .build());
        return HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(limits.connectMs())
                        .setSocketTimeout(limits.readMs())
                        .setConnectionRequestTimeout(Math.min(HttpLimits.MAX_WAIT_MS, limits.totalMs()))
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setNormalizeUri(false)
                        .build())
                .setKeepAliveStrategy(GuardedConnections::keepAliveMs)
                .evictIdleConnections(HttpLimits.MAX_IDLE_MS, TimeUnit.MILLISECONDS)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableConnectionState()
                .disableContentCompression()
                .build();
    }

    private static long keepAliveMs(HttpResponse response, HttpContext context) {
        long announcedMs = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return announcedMs > 0 ? Math.min(announcedMs, HttpLimits.MAX_IDLE_MS) : HttpLimits.MAX_IDLE_MS;
    }

    private static SSLContext tlsContext(Optional<KeyStore> trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.orElse(null));
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the truststore cannot be used for outbound calls", e);
        }
    }

    private static final class PlainSockets extends PlainConnectionSocketFactory {
        private final AddressGuard guard;

        PlainSockets(AddressGuard guard) {
            this.guard = guard;
        }

        @Override
        public Socket createSocket(HttpContext context) {
            return new GuardedSocket(guard);
        }
    }

    /** The name in the certificate is checked against the URL's host, whatever policy Keycloak's own calls have. */
    private static final class TlsSockets extends SSLConnectionSocketFactory {
        private final AddressGuard guard;

        TlsSockets(AddressGuard guard, SSLContext context) {
            super(context, TLS_VERSIONS, null, new DefaultHostnameVerifier());
            this.guard = guard;
        }

        @Override
        public Socket createSocket(HttpContext context) {
            return new GuardedSocket(guard);
        }
    }
}
