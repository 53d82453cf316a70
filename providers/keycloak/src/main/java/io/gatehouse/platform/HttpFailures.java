package io.gatehouse.platform;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.MessageConstraintException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.ParseException;
import org.apache.http.TruncatedChunkException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.impl.execchain.RequestAbortedException;

/** Finds the reason behind what HttpClient throws. */
final class HttpFailures {
    private HttpFailures() {}

    /** @throws RuntimeException the same, when it is a fault of ours and not of the network */
    static HttpFailure of(Exception e) {
        if (e instanceof RefusedHostException refused) {
            return refused.reason();
        }
        if (e instanceof UnknownHostException) {
            return HttpFailure.DNS;
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return HttpFailure.CONNECT;
        }
        if (e instanceof SSLException) {
            // A connection that is cut during the handshake is reported as a failure of TLS.
            return e.getCause() instanceof SocketException ? HttpFailure.RESET : HttpFailure.TLS;
        }
        if (e instanceof ConnectionPoolTimeoutException) {
            return HttpFailure.BUSY;
        }
        if (e instanceof RequestAbortedException || e instanceof IllegalStateException) {
            return HttpFailure.STOPPED;
        }
        if (e instanceof InterruptedIOException) {
            return HttpFailure.TIMEOUT;
        }
        return answerFault(e);
    }

    private static HttpFailure answerFault(Exception e) {
        if (e instanceof MessageConstraintException) {
            return HttpFailure.TOO_LARGE;
        }
        boolean isCut = e instanceof NoHttpResponseException
                || e instanceof ConnectionClosedException
                || e instanceof TruncatedChunkException
                || e instanceof SocketException;
        if (isCut) {
            return HttpFailure.RESET;
        }
        boolean isProtocol = e instanceof ClientProtocolException || e instanceof ParseException;
        if (e instanceof RuntimeException fault && !isProtocol) {
            throw fault;
        }
        return HttpFailure.PROTOCOL;
    }
}
