package io.gatehouse.tests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One kept connection on which requests are sent as bytes that were made before: for measurements on a machine that client
 * and server share, where an ordinary client would take as much of it as the server. Not thread-safe.
 */
final class RawClient implements AutoCloseable {
    private static final int LIMIT_MS = 60_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(String baseUrl) {
        this(baseUrl, null);
    }

    /** @param from the address of this machine from which it connects, such as another one of loopback; null for the usual */
    RawClient(String baseUrl, @Nullable String from) {
        URI address = URI.create(baseUrl);
        try {
            socket = from == null
                    ? new Socket(address.getHost(), address.getPort())
                    : new Socket(address.getHost(), address.getPort(), InetAddress.getByName(from), 0);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a request; the body empty for none, headers as whole lines. The server's names depend on the base URL. */
    static byte[] request(String baseUrl, String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: "
                + URI.create(baseUrl).getAuthority() + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The status line, the headers and the body, as one text. */
    String send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            StringBuilder head = new StringBuilder();
            int length = 0;
            boolean isChunked = false;
            for (String line = line(); !line.isEmpty(); line = line()) {
                head.append(line).append('\n');
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
                isChunked |= lower.startsWith("transfer-encoding:");
            }
            return head.append('\n').append(isChunked ? chunks() : text(length)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(text(size));
            String ignored = line();
        }
        String ignored = line();
        return body.toString();
    }

    private String text(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a load took.
     *
     * @param perSecond calls a second of all clients together
     * @param sortedNs of each call, in nanoseconds
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Load(double perSecond, long[] sortedNs) {
        double quantileMs(double quantile) {
            return sortedNs[(int) Math.min(sortedNs.length - 1, sortedNs.length * quantile)] / 1e6;
        }
    }

    /**
     * Sends so many requests with several clients, each as soon as the answer to the one before is there.
     *
     * @param requests the bytes of a request by its number
     * @param expected a part of every answer
     */
    static Load load(String baseUrl, int clients, int calls, LongFunction<byte[]> requests, String expected) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long startNs = System.nanoTime();
        try {
            List<Future<long[]>> all = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client;
                all.add(threads.submit(() -> oneClient(baseUrl, first, clients, calls, requests, expected)));
            }
            long[] ns = new long[calls / clients * clients];
            int filled = 0;
            for (Future<long[]> one : all) {
                long[] part = one.get();
                System.arraycopy(part, 0, ns, filled, part.length);
                filled += part.length;
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            Arrays.sort(ns);
            return new Load(ns.length / seconds, ns);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] oneClient(
            String baseUrl, int first, int step, int calls, LongFunction<byte[]> requests, String expected) {
        long[] ns = new long[calls / step];
        try (RawClient client = new RawClient(baseUrl)) {
            for (int i = 0; i < ns.length; i++) {
                byte[] request = requests.apply((long) i * step + first);
                long startNs = System.nanoTime();
                String answer = client.send(request);
                ns[i] = System.nanoTime() - startNs;
                if (!answer.contains(expected)) {
                    throw new AssertionError("Not with " + expected + ": " + answer);
                }
            }
        }
        return ns;
    }
}
